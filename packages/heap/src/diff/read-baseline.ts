import { openSourceFile } from '../platform/open-source-file.js'
import { SnapshotError } from '../snapshot-error.js'
import type { SourceFile } from '../source/source-file.js'
import { decodeBaseline, FAMILY, startsBaseline } from './baseline-format.js'
import { baselineOf, type HeapBaseline } from './heap-baseline.js'
import type { BaselineSummary } from './node-summary.js'

/** One bit for each of the ids that 32 bits can number, and a table: no baseline is longer. */
const LONGEST_BYTES = 2 ** 29

/**
 * Reads a baseline that was kept: what `toBytes` gave.
 *
 * Throws a `SnapshotError` for other bytes (`ERR_PLIMSOLL_SNAPSHOT_FORMAT`) and for a part of a baseline
 * (`ERR_PLIMSOLL_SNAPSHOT_TRUNCATED`).
 */
export function readBaseline(bytes: Uint8Array): HeapBaseline {
  if (!(bytes instanceof Uint8Array)) {
    throw new SnapshotError(
      'ERR_PLIMSOLL_SNAPSHOT_FORMAT',
      `Expected the bytes of a baseline, got ${typeof bytes}`,
    )
  }
  return baselineOf(decodeBaseline(bytes))
}

/** The summary in a file; `undefined` when it is no baseline, but a snapshot or anything else. */
export async function readBaselineFile(path: string): Promise<BaselineSummary | undefined> {
  const file = await openSourceFile(path)
  if (file === undefined) return undefined
  try {
    if (!(await isBaseline(file))) return undefined
    if (file.sizeBytes > LONGEST_BYTES) throw tooLong(file)
    const bytes = new Uint8Array(file.sizeBytes)
    return decodeBaseline(bytes.subarray(0, file.readNow(bytes, 0)))
  } finally {
    file.close()
  }
}

async function isBaseline(file: SourceFile): Promise<boolean> {
  const head = new Uint8Array(FAMILY.length)
  return (await file.read(head, 0)) === head.length && startsBaseline(head)
}

function tooLong({ sizeBytes }: SourceFile): SnapshotError {
  return new SnapshotError(
    'ERR_PLIMSOLL_SNAPSHOT_LIMIT',
    `Expected a baseline of at most ${LONGEST_BYTES} bytes, got ${sizeBytes}`,
    { section: 'baseline' },
  )
}
