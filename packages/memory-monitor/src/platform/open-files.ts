import { readdirSync, readlinkSync } from 'node:fs'
import path from 'node:path'

/** What the process has open, alike things together, most first; empty where /proc does not tell. */
export function openFiles(folder = '/proc/self/fd'): { readonly what: string; readonly count: number }[] {
  const groups = new Map<string, { count: number; readonly target: string; isOne: boolean }>()
  try {
    for (const entry of readdirSync(folder)) add(path.join(folder, entry))
  } catch {
    return []
  }
  return [...groups]
    .map(([what, { count, target, isOne }]) => ({ what: isOne ? `file ${target}` : what, count }))
    .sort((left, right) => right.count - left.count)

  function add(link: string): void {
    const target = targetOf(link)
    if (target === undefined) return
    const what = kindOf(target)
    const group = groups.get(what)
    if (group === undefined) {
      groups.set(what, { count: 1, target, isOne: what.startsWith('file ') })
      return
    }
    group.count += 1
    group.isOne &&= group.target === target
  }
}

function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link)
  } catch {
    return undefined // closed meanwhile
  }
}

/** Numbered things are alike; files in one folder with one extension are alike. */
function kindOf(target: string): string {
  const numbered = /^(socket|pipe|anon_inode):/.exec(target)?.[1]
  return numbered ?? `file ${path.dirname(target)}/*${path.extname(target)}`
}
