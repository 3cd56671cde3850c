import type { MemoryHeadroom } from '../platform/memory-headroom.js'
import { SnapshotError } from '../snapshot-error.js'

/** Throws `ERR_PLIMSOLL_SNAPSHOT_MEMORY` when a snapshot that needs so much might end the process. */
export function checkMemory(neededBytes: number, { availableBytes, limitedBy }: MemoryHeadroom): void {
  if (neededBytes <= availableBytes) return
  throw new SnapshotError(
    'ERR_PLIMSOLL_SNAPSHOT_MEMORY',
    `Expected ${megabytes(neededBytes)} to be left for a snapshot of this heap, the ${limitedBy} has ` +
      `${megabytes(availableBytes)}: take it where there is more, or take a sampling profile instead`,
    { neededBytes, availableBytes },
  )
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6).toLocaleString('en')} MB`
}
