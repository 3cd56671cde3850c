import v8 from 'node:v8'

/** What came of some work, and what its collection left on the heap. */
interface Collected<T> {
  readonly result: T
  /** Bytes in use right after the full collection; `undefined` where there was none, or V8 does not tell. */
  readonly heapUsedBytes: number | undefined
}

export type HeapAfterCollection = <T>(work: () => T) => Collected<T>

/**
 * Does what collects all garbage, and tells what the collection left. Afterwards is too late: a profile that is read
 * is on the heap as well, as text and as objects, more than twice its size; of a small program more than it leaks
 * between two looks. Costs less than half a millisecond.
 */
export const heapAfterCollection: HeapAfterCollection = (work) => {
  // Bun and Deno have none.
  const profiler = v8.GCProfiler === undefined ? undefined : new v8.GCProfiler()
  profiler?.start()
  try {
    const result = work()
    return { result, heapUsedBytes: leastLeft(profiler?.stop().statistics ?? []) }
  } finally {
    profiler?.stop()
  }
}

function leastLeft(collections: readonly v8.GCProfilerResult['statistics'][number][]): number | undefined {
  const left = collections
    .filter(({ gcType }) => gcType === 'MarkSweepCompact')
    .map(({ afterGC }) => afterGC.heapStatistics.usedHeapSize)
  return left.length === 0 ? undefined : Math.min(...left)
}
