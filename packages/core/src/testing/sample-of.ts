import type { Sample } from '../sample.js'

/** A calm process of 100 MiB without a container. */
const CALM: Sample = {
  atMs: 0,
  rssBytes: 104_857_600,
  heapUsedBytes: 20_971_520,
  heapTotalBytes: 41_943_040,
  heapLimitBytes: 2_147_483_648,
  externalBytes: 1_048_576,
  arrayBuffersBytes: 0,
  eventLoopDelayMs: 0,
  eventLoopUtilizationRatio: 0.1,
  gcTimeRatio: 0,
}

/** Makes a sample for tests: a calm process, but for the fields that are given. */
export function sampleOf(fields: Partial<Sample> = {}): Sample {
  return Object.freeze({ ...CALM, ...fields })
}
