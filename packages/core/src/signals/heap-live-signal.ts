import { bytesRatio, type Signal } from './signal.js'

/** Where the raw heap begins to count, and how busy the collector must be for it. */
const NEAR_LIMIT_RATIO = 0.9
const BUSY_GC_RATIO = 0.3

/**
 * What the heap really holds against V8's limit.
 *
 * The raw heap counts garbage: with 42 MB live it read "over 48 MB" in 95 % of samples of a healthy process.
 * So it counts only near the limit, and only while the collector works hard and does not get it down.
 */
export const heapLiveSignal: Signal = {
  name: 'heap-live',
  read(sample) {
    const { heapUsedBytes, heapLimitBytes, gcTimeRatio } = sample
    const nearLimit = heapUsedBytes >= NEAR_LIMIT_RATIO * heapLimitBytes && gcTimeRatio >= BUSY_GC_RATIO
    // What was live at the last collection can only have shrunk to what is in use now.
    const liveBytes = Math.min(sample.liveHeapBytes ?? 0, heapUsedBytes)
    return bytesRatio(nearLimit ? heapUsedBytes : liveBytes, heapLimitBytes)
  },
}
