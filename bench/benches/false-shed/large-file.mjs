import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const MIB = 420

/**
 * A file of 420 MB on a disk. The pages that writing left in the cache belong to the writer, and a container
 * that reads them is not charged: `evict` drops them, so that the next reader pays.
 */
export function makeLargeFile() {
  const folder = mkdtempSync('/var/tmp/plimsoll-bench-') // /tmp may be a tmpfs, which is no page cache to drop
  const path = join(folder, 'large')
  execFileSync('dd', ['if=/dev/zero', `of=${path}`, 'bs=1M', `count=${MIB}`, 'conv=fsync', 'status=none'])
  return {
    path,
    evict: () => execFileSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none']),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
