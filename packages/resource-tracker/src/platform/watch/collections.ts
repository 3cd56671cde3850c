import { type Closeable, closeable, garbageCollector } from '@plimsoll/core'
import type { Collections } from '../../observe/process-observer.js'

/** A collection takes about a millisecond per live megabyte of small objects. */
const MAX_HEAP_BYTES = 150 * 1024 * 1024

let count = 0
let users = 0

// V8 takes weakly held objects only in major collections; minor ones treat them as if they were held.
const witnesses = new FinalizationRegistry(() => {
  count += 1
  if (users > 0) witnesses.register({}, undefined)
})

/** The major collections of this process, counted without observing any: by what they take. */
export const collections: Collections = {
  get count() {
    return count
  },
  start(): Closeable {
    users += 1
    if (users === 1) witnesses.register({}, undefined)
    return closeable(() => {
      users -= 1
    })
  },
  collect() {
    const collector = garbageCollector()
    if (collector.available && process.memoryUsage().heapUsed <= MAX_HEAP_BYTES) collector.collect()
  },
}
