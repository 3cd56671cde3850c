import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { FileFacts, PackageFacts } from './package-facts.js'
import { readFileFacts } from './read-file-facts.js'

/** Reads every package of a tree: its manifest, and the facts of its sources and tests. */
export function readPackages(packagesFolder: string): PackageFacts[] {
  return readdirSync(packagesFolder)
    .filter((name) => existsSync(path.join(packagesFolder, name, 'package.json')))
    .map((name) => readPackage(path.join(packagesFolder, name), name))
}

function readPackage(folder: string, name: string): PackageFacts {
  return {
    name,
    manifest: JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')),
    files: [...readFiles(folder, 'src'), ...readFiles(folder, 'test')],
  }
}

function readFiles(folder: string, part: string): FileFacts[] {
  if (!existsSync(path.join(folder, part))) return []
  return readdirSync(path.join(folder, part), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name)
      return readFileFacts(path.relative(folder, file).split(path.sep).join('/'), readFileSync(file, 'utf8'))
    })
}
