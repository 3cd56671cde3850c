import { decodeBaseline, encodeBaseline } from './baseline-format.js'
import type { BaselineSummary } from './node-summary.js'

/** A class as a baseline keeps it. */
export interface BaselineClass {
  readonly name: string
  readonly count: number
  readonly bytes: number
}

/**
 * What a later comparison needs of a snapshot, and nothing else: which objects there were, one bit each, and how many
 * of each class. Some hundred kilobytes where the snapshot had 100 MB, and no content of any object.
 */
export interface HeapBaseline {
  readonly nodeCount: number
  /** Sum of the objects' own sizes. */
  readonly totalBytes: number
  /** The greatest first. */
  classes(): readonly BaselineClass[]
  /** For a file or a store; `readBaseline` reads it again. Copies all of it. */
  toBytes(): Uint8Array
}

const summaries = new WeakMap<object, BaselineSummary>()

export function baselineOf(summary: BaselineSummary): HeapBaseline {
  const baseline: HeapBaseline = {
    nodeCount: summary.nodeCount,
    totalBytes: summary.totalBytes,
    classes: () =>
      [...summary.classes.values()]
        .map(({ name, count, bytes }) => ({ name, count, bytes }))
        .sort((one, other) => other.bytes - one.bytes),
    toBytes: () => encodeBaseline(summary),
  }
  summaries.set(baseline, summary)
  return Object.freeze(baseline)
}

/** The summary behind a baseline; that of another copy of this package is read from its bytes. */
export function baselineSummary(value: object): BaselineSummary | undefined {
  const known = summaries.get(value)
  if (known !== undefined) return known
  const { toBytes } = value as Partial<HeapBaseline>
  return typeof toBytes === 'function' ? decodeBaseline(toBytes.call(value)) : undefined
}
