import type { Reading } from '../reading.js'
import { heapLimitBytes } from './heap-limit.js'
import type { ResidentMemory } from './resident-memory.js'

/**
 * Reads V8's heap and the process's memory; about 15 µs. In a worker thread the heap is the thread's and the
 * resident memory the whole process's.
 *
 * `resident` is closed with the reading: the probe that shares it lives as long as the sampler does.
 */
export function processMemoryReading(resident?: ResidentMemory): Reading {
  return {
    source: 'process',
    read(draft) {
      const memory = process.memoryUsage()
      draft.rssBytes = memory.rss
      draft.heapTotalBytes = memory.heapTotal
      draft.heapUsedBytes = memory.heapUsed
      draft.externalBytes = memory.external
      // Bun before 1.2 and Deno leave it out.
      draft.arrayBuffersBytes = memory.arrayBuffers ?? 0
      draft.heapLimitBytes = heapLimitBytes()
    },
    close() {
      resident?.close()
    },
  }
}
