import { getHeapStatistics } from 'node:v8'
import { garbageCollector } from '@plimsoll/core'

/** Collects all garbage and says what is left of the heap: a pause of a full collection. */
export function liveHeapBytes(): number {
  garbageCollector().collect()
  return getHeapStatistics().used_heap_size
}
