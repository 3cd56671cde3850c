import { AnalyzedSnapshot } from './analyzed-snapshot.js'
import { checkOptions } from './check-options.js'
import { analyze } from './graph/analyze.js'
import { graphKernelOf } from './graph/graph-kernel-of.js'
import { graphBytes } from './graph/graph-memory.js'
import { settleEphemerons } from './graph/settle-ephemerons.js'
import { SLICE } from './graph/slice.js'
import type { HeapSnapshot } from './heap-snapshot.js'
import type { ParseOptions, SnapshotProgress } from './parse/parse-options.js'
import { parseSnapshot } from './parse/parse-snapshot.js'
import type { ParsedSnapshot } from './parse/parsed-snapshot.js'
import { nextTurn } from './platform/next-turn.js'
import type { SnapshotSource } from './source/open-source.js'

/** What `openSnapshot` can be told. */
export interface OpenSnapshotOptions {
  /** Called every few milliseconds with how far reading or analysing has come. What it throws ends the work. */
  readonly onProgress?: ((progress: SnapshotProgress) => void) | undefined
  /** Ends the work: the promise rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** @internal For tests and benchmarks. */
  readonly kernel?: ParseOptions['kernel']
}

/** Passes over all nodes that an analysis makes, for its progress. */
const PASSES = 10

/**
 * Reads a snapshot and finds out who holds what in it: every dominator and retained size, also by class.
 *
 * Takes about half a second and 130 MB for a file of 100 MB, and 0.8 bytes of memory for each byte of larger ones,
 * until it is closed; no object is made for a node, and contents of strings are not decoded. The event loop gets its
 * turn every few milliseconds. A path is cheaper than a stream, whose names have to be kept.
 *
 * Rejects with a `SnapshotError` when the source is no snapshot, or not all of one.
 *
 * @example
 * const snapshot = await openSnapshot('leaky.heapsnapshot')
 * for (const { name, count, retainedBytes } of snapshot.classes().slice(0, 10)) console.log(name, count, retainedBytes)
 */
export async function openSnapshot(
  source: SnapshotSource,
  options: OpenSnapshotOptions = {},
): Promise<HeapSnapshot> {
  checkOptions('openSnapshot', options, { onProgress: 'function', signal: 'signal', kernel: 'any' })
  const parsed = await parseSnapshot(source, {
    edgeNames: 'keep',
    kernel: options.kernel,
    onProgress: options.onProgress,
    signal: options.signal,
    scratchBytes: graphBytes,
  })
  try {
    const { bytesRead } = parsed
    const expected = Math.ceil(parsed.columns.nodeCount / SLICE) * PASSES
    const work = analyzeParsed(parsed, typeof source === 'string' ? source : undefined)
    for (let done = 1; ; done++) {
      const step = work.next()
      if (step.done) return step.value
      await nextTurn()
      options.signal?.throwIfAborted()
      const ratio = Math.min(1, done / expected)
      options.onProgress?.({ phase: 'analyze', bytesRead, totalBytes: bytesRead, ratio })
    }
  } catch (error) {
    parsed.close()
    throw error
  }
}

function* analyzeParsed(parsed: ParsedSnapshot, path: string | undefined): Generator<void, HeapSnapshot> {
  const { columns, strings, ephemeronNames } = parsed
  const kernel = graphKernelOf(parsed.kernel)
  const { edgeNames } = columns
  if (edgeNames !== undefined) yield* settleEphemerons({ ...columns, edgeNames }, ephemeronNames, kernel)
  const spare = parsed.releaseEdgeNames()
  const analysis = yield* analyze({
    columns: parsed.columns,
    stringCount: strings.count,
    text: (index) => strings.text(index) ?? '',
    kernel,
    arena: parsed.kernel.arena,
    spare,
  })
  return new AnalyzedSnapshot(parsed, analysis, path)
}
