import { SnapshotError } from '../snapshot-error.js'
import { bitsSet, type IdSet } from './id-set.js'
import type { BaselineSummary, ClassCount } from './node-summary.js'

/**
 * A baseline as bytes, all numbers little-endian:
 *
 *     16  "plimsoll-heap-1\n", the last digit being the version
 *      4  length of the table in bytes
 *      4  length of the bits in 32-bit words
 *      .  the table: JSON, UTF-8: { nodeCount, totalBytes, ids, maxId, classes: [[name, count, bytes, traced]] }
 *      .  the bits
 */
const MAGIC = 'plimsoll-heap-1\n'
export const FAMILY = 'plimsoll-heap-'
const HEAD_BYTES = MAGIC.length + 8

interface Table {
  readonly nodeCount: number
  readonly totalBytes: number
  readonly ids: number
  readonly maxId: number
  readonly classes: readonly (readonly [name: string, count: number, bytes: number, traced: number])[]
}

/** Whether these could be the first bytes of a baseline, of any version. */
export function startsBaseline(bytes: Uint8Array): boolean {
  return [...FAMILY].every((letter, at) => bytes[at] === letter.charCodeAt(0))
}

export function encodeBaseline({ nodeCount, totalBytes, ids, classes }: BaselineSummary): Uint8Array {
  const rows = [...classes.values()].map(
    ({ name, count, bytes, traced }) => [name, count, bytes, traced] as const,
  )
  const table: Table = { nodeCount, totalBytes, ids: ids.count, maxId: ids.maxId, classes: rows }
  const json = new TextEncoder().encode(JSON.stringify(table))
  const bytes = new Uint8Array(HEAD_BYTES + json.length + ids.words.length * 4)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode(MAGIC))
  view.setUint32(MAGIC.length, json.length, true)
  view.setUint32(MAGIC.length + 4, ids.words.length, true)
  bytes.set(json, HEAD_BYTES)
  let at = HEAD_BYTES + json.length
  for (const word of ids.words) {
    view.setUint32(at, word, true)
    at += 4
  }
  return bytes
}

/** Reads what {@link encodeBaseline} wrote. Throws `ERR_PLIMSOLL_SNAPSHOT_FORMAT` or `…_TRUNCATED`. */
export function decodeBaseline(bytes: Uint8Array): BaselineSummary {
  if (!startsBaseline(bytes)) throw malformed('Expected a baseline of summarizeBaseline(), got other bytes')
  const version = new TextDecoder().decode(bytes.subarray(FAMILY.length, MAGIC.length)).trim()
  if (version !== '1') throw malformed(`Expected a baseline of version 1, got ${JSON.stringify(version)}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < HEAD_BYTES) throw truncated(HEAD_BYTES, bytes.length)
  const tableBytes = view.getUint32(MAGIC.length, true)
  const wordCount = view.getUint32(MAGIC.length + 4, true)
  const length = HEAD_BYTES + tableBytes + wordCount * 4
  if (bytes.length < length) throw truncated(length, bytes.length)
  if (bytes.length > length) {
    throw malformed(`Expected a baseline of ${length} bytes, got ${bytes.length}`)
  }
  const table = readTable(bytes.subarray(HEAD_BYTES, HEAD_BYTES + tableBytes))
  const words = new Uint32Array(wordCount)
  for (let at = 0; at < wordCount; at++) {
    words[at] = view.getUint32(HEAD_BYTES + tableBytes + at * 4, true)
  }
  const ids = checkedIds(words, table)
  const classes = new Map<string, ClassCount>(
    table.classes.map(([name, count, sizes, traced]) => [
      name,
      { name, count, bytes: sizes, traced, survivors: 0 },
    ]),
  )
  return { nodeCount: table.nodeCount, totalBytes: table.totalBytes, ids, classes, outOfSequence: 0 }
}

function readTable(bytes: Uint8Array): Table {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw malformed('Expected the table of a baseline to be JSON', cause)
  }
  if (!isTable(value)) throw malformed('Expected the table of a baseline to hold counts by class')
  return value
}

function isTable(value: unknown): value is Table {
  if (typeof value !== 'object' || value === null) return false
  const { nodeCount, totalBytes, ids, maxId, classes } = value as Record<string, unknown>
  return (
    [nodeCount, totalBytes, ids, maxId].every(isCount) && Array.isArray(classes) && classes.every(isClassRow)
  )
}

function isClassRow(row: unknown): boolean {
  if (!Array.isArray(row) || row.length !== 4 || typeof row[0] !== 'string') return false
  return row.slice(1).every(isCount) && row[3] <= row[1]
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

/** The bits must be as many as the table says: a byte changed on the way would make a wrong difference. */
function checkedIds(words: Uint32Array, { ids, maxId }: Table): IdSet {
  let count = 0
  for (const word of words) count += bitsSet(word)
  const last = words.length - 1
  const greatest =
    last < 0 || words[last] === 0 ? 0 : last * 64 + (31 - Math.clz32(words[last] as number)) * 2 + 1
  if (count !== ids || greatest !== maxId) {
    throw malformed(`Expected ${ids} ids up to ${maxId} in a baseline, got ${count} up to ${greatest}`)
  }
  return { words, count, maxId }
}

function malformed(message: string, cause?: unknown): SnapshotError {
  return new SnapshotError('ERR_PLIMSOLL_SNAPSHOT_FORMAT', message, { cause, section: 'baseline' })
}

function truncated(expected: number, received: number): SnapshotError {
  return new SnapshotError(
    'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
    `Expected a baseline of ${expected} bytes, got ${received}`,
    { bytesRead: received, section: 'baseline' },
  )
}
