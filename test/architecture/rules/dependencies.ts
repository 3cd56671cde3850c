import { builtinModules } from 'node:module'
import { isSource, type PackageFacts, type Rule } from '../package-facts.js'

/** What the sources import is what package.json declares: no more, no less. */
export const dependencies: Rule = (packages) =>
  packages.flatMap((pack) => {
    const imported = importedPackages(pack)
    const declared = new Set([
      ...Object.keys(pack.manifest.dependencies ?? {}),
      ...Object.keys(pack.manifest.peerDependencies ?? {}),
    ])
    return [
      ...[...imported]
        .filter((name) => !declared.has(name))
        .map((name) => `${pack.name}: ${name} is not declared`),
      ...[...declared]
        .filter((name) => !imported.has(name))
        .map((name) => `${pack.name}: ${name} is never imported`),
    ]
  })

function importedPackages(pack: PackageFacts): Set<string> {
  return new Set(
    pack.files
      .filter(isSource)
      .flatMap((file) => file.imports)
      .filter((specifier) => !specifier.startsWith('.') && !isBuiltin(specifier))
      .map((specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'))
      .filter((name) => name !== `@plimsoll/${pack.name}`),
  )
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinModules.includes(specifier)
}
