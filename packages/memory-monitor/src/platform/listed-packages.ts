import { readFileSync } from 'node:fs'
import path from 'node:path'

const LISTS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
/** A folder is no deeper. */
const MOST_FOLDERS = 64

/** The packages that the `package.json` of a folder lists; empty where there is none, or none that can be read. */
export function listedIn(folder: string): readonly string[] {
  try {
    const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >
    return LISTS.flatMap((list) => Object.keys(manifest[list] ?? {}))
  } catch {
    return []
  }
}

/** Those that the program lists: in the nearest `package.json` above its main file. */
export function listedByProgram(mainFile = process.argv[1]): readonly string[] {
  let folder = path.dirname(mainFile ?? '')
  for (let up = 0; up < MOST_FOLDERS; up += 1) {
    const listed = listedIn(folder)
    const parent = path.dirname(folder)
    if (listed.length > 0 || parent === folder) return listed
    folder = parent
  }
  return []
}
