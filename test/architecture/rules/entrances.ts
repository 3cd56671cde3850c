import path from 'node:path'
import { type PackageFacts, type Rule, siblingOf } from '../package-facts.js'

/** A package is entered through its exports: never by a deep path, never through another one's platform. */
export const entrances: Rule = (packages) => {
  const byName = new Map(packages.map((pack) => [pack.name, pack]))
  return packages.flatMap((pack) =>
    pack.files.flatMap((file) =>
      file.imports
        .filter((specifier) => leavesPackage(file.path, specifier) || isClosed(specifier, byName))
        .map((specifier) => `${pack.name}/${file.path}: ${specifier} is not an entrance of a package`),
    ),
  )
}

function leavesPackage(file: string, specifier: string): boolean {
  if (!specifier.startsWith('.')) return false
  return path.posix.join(path.posix.dirname(file), specifier).startsWith('..')
}

function isClosed(specifier: string, byName: ReadonlyMap<string, PackageFacts>): boolean {
  const sibling = siblingOf(specifier)
  if (sibling === undefined) return false
  return byName.get(sibling.name)?.manifest.exports?.[sibling.subpath] === undefined
}
