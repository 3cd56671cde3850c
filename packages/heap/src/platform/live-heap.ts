import { Readable } from 'node:stream'
import type { HeapFigures } from '../live/snapshot-need.js'

/** Not imported: the 1.5 ms that it takes to load are a part of every start that only reads files. */
const v8 = () => process.getBuiltinModule('node:v8')

/** The heap of this thread, looked at without walking it; takes about 5 microseconds. */
export function heapFigures(): HeapFigures {
  let largeObjectBytes = 0
  for (const { space_name: name, space_used_size: used } of v8().getHeapSpaceStatistics()) {
    if (name.includes('large_object')) largeObjectBytes += used
  }
  return { usedBytes: v8().getHeapStatistics().used_heap_size, largeObjectBytes }
}

/**
 * A snapshot of this thread's heap. V8 collects garbage and walks the heap within this call; the text is made, all of
 * it within one turn of the event loop, when the stream is read.
 */
export function liveHeapSnapshot(): Readable {
  return v8().getHeapSnapshot()
}

/**
 * A snapshot of this thread's heap within this very call, piece by piece as V8 writes it. A `Readable` asks for nothing
 * before it is read, and V8 answers at once: what its `push` is given then needs not be kept for a later turn.
 */
export function readLiveSnapshot(onChunk: (chunk: Uint8Array) => void): void {
  const snapshot = v8().getHeapSnapshot()
  // The stream lives on until the next turn. What it tells must not.
  let tell: typeof onChunk | undefined = onChunk
  let ended = false
  snapshot.push = (chunk: Uint8Array | null) => {
    if (chunk !== null) {
      tell?.(chunk)
      return true
    }
    ended = true
    return Readable.prototype.push.call(snapshot, null)
  }
  try {
    snapshot._read(0)
  } finally {
    tell = undefined
    snapshot.destroy()
  }
  if (!ended) throw new Error('Expected V8 to write the whole snapshot at once')
}

/**
 * Begins to measure; the function that it returns tells the milliseconds that have passed, or the CPU time that the
 * process used where that is less: on a machine without a core to spare, waiting for one is no property of the heap.
 */
export function stopwatch(): () => number {
  const beganMs = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return Math.min(performance.now() - beganMs, (user + system) / 1000)
  }
}

/** What the process holds in memory; takes about 14 microseconds. */
export function residentBytes(): number {
  return process.memoryUsage.rss()
}
