// A copy of Node's program whose pages are in nobody's memory yet.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const copies = new Map()

/**
 * Drops the pages of a copy of `node`, so that the container which runs it next pays for them, as the first
 * container of an image on a machine does. The binary that everybody else runs is charged to whoever was first.
 * @returns path of the copy; made once, removed when the bench ends
 */
export function coldProgram(node) {
  let copy = copies.get(node)
  if (copy === undefined) {
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bench-program-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    copy = join(folder, 'node')
    copyFileSync(node, copy)
    copies.set(node, copy)
  }
  execFileSync('sync', [copy])
  execFileSync('dd', [
    'if=/dev/null',
    `of=${copy}`,
    'oflag=nocache',
    'conv=notrunc',
    'count=0',
    'status=none',
  ])
  return copy
}
