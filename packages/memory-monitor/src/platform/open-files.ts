import { readdirSync, readlinkSync } from 'node:fs'
import path from 'node:path'

/** What the process has open, alike things together, most first; empty where /proc does not tell. */
export function openFiles(folder = '/proc/self/fd'): { readonly what: string; readonly count: number }[] {
  const counts = new Map<string, number>()
  try {
    for (const entry of readdirSync(folder)) {
      const what = kindOf(path.join(folder, entry))
      if (what !== undefined) counts.set(what, (counts.get(what) ?? 0) + 1)
    }
  } catch {
    return []
  }
  return [...counts].map(([what, count]) => ({ what, count })).sort((left, right) => right.count - left.count)
}

/** Numbered things are alike; files in one folder with one extension are alike. */
function kindOf(link: string): string | undefined {
  try {
    const target = readlinkSync(link)
    const numbered = /^(socket|pipe|anon_inode):/.exec(target)
    if (numbered !== null) return numbered[1]
    return `file ${path.dirname(target)}/*${path.extname(target)}`
  } catch {
    return undefined // closed meanwhile
  }
}
