import type { ReadPosition } from './read-position.js'
import type { SnapshotHeader } from './snapshot-header.js'

/** Throws for a header that promises more than its file can hold: before anything is allocated for it. */
export function checkSize(
  header: SnapshotHeader,
  totalBytes: number | undefined,
  position: ReadPosition,
): void {
  const { nodeCount, edgeCount, node, edge } = header
  // A field has at least a digit and what parts it from the next.
  const leastBytes = 2 * (nodeCount * node.fieldCount + edgeCount * edge.fieldCount)
  if (totalBytes === undefined || leastBytes <= totalBytes) return
  throw position.error(
    'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
    `Expected at least ${leastBytes} bytes for ${nodeCount} nodes and ${edgeCount} edges, the file has ${totalBytes}`,
  )
}
