import { parsedOf, pathOf } from '../analyzed-snapshot.js'
import { clusterBytes } from '../clusters/find-clusters.js'
import type { GraphKernel } from '../graph/graph-kernel.js'
import { graphKernelOf } from '../graph/graph-kernel-of.js'
import { javaScriptGraphKernel } from '../graph/javascript/javascript-graph-kernel.js'
import { settleEphemerons } from '../graph/settle-ephemerons.js'
import type { HeapSnapshot } from '../heap-snapshot.js'
import { JavaScriptArena } from '../kernel/javascript-arena.js'
import type { Arena } from '../parse/arena.js'
import { parseSnapshot } from '../parse/parse-snapshot.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import { nextTurn } from '../platform/next-turn.js'
import type { SnapshotSource } from '../source/open-source.js'
import type { ReadingOptions } from './diff-options.js'
import type { DiffSource } from './diff-source.js'
import { tallyBytes } from './kernel-tally.js'

/** A snapshot with its edges and their names, and the loops over them. */
export interface ClusterSource {
  readonly parsed: ParsedSnapshot
  readonly kernel: GraphKernel
  readonly arena: Arena
  close(): void
}

/** Opens what clusters are found in. Names of edges are needed: a snapshot that has let go of them is read again. */
export async function openClusterSource(source: DiffSource, options: ReadingOptions): Promise<ClusterSource> {
  const open = typeof source === 'string' ? undefined : parsedOf(source as HeapSnapshot)
  if (open?.columns.edgeNames !== undefined) {
    // No room was set aside beside its columns.
    return {
      parsed: open,
      kernel: javaScriptGraphKernel,
      arena: new JavaScriptArena(),
      close: () => undefined,
    }
  }
  const readable = open === undefined ? source : (pathOf(source as HeapSnapshot) as string)
  const parsed = await parseSnapshot(readable as SnapshotSource, {
    ...options,
    edgeNames: 'keep',
    scratchBytes: (nodeCount) => Math.max(clusterBytes(nodeCount), tallyBytes(nodeCount)),
  })
  try {
    const kernel = graphKernelOf(parsed.kernel)
    const { columns, ephemeronNames } = parsed
    const { edgeNames } = columns
    if (edgeNames !== undefined) {
      await inTurns(settleEphemerons({ ...columns, edgeNames }, ephemeronNames, kernel), options.signal)
    }
    return { parsed, kernel, arena: parsed.kernel.arena, close: () => parsed.close() }
  } catch (error) {
    parsed.close()
    throw error
  }
}

/** Runs work to its end, the event loop having its turn at each yield. */
export async function inTurns<Result>(
  work: Generator<void, Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
    await nextTurn()
    signal?.throwIfAborted()
  }
}
