/**
 * What the process and its container looked like at one moment. Frozen.
 *
 * A field that is `undefined` is not to be had on this machine: no container limit, no Linux, no PSI.
 */
export interface Sample {
  /** When it was taken, on the monotonic clock. */
  readonly atMs: number
  readonly rssBytes: number
  /** Includes garbage that has not been collected yet; see `liveHeapBytes`. */
  readonly heapUsedBytes: number
  readonly heapTotalBytes: number
  /** V8's limit for this isolate; does not follow a container limit changed at run time. */
  readonly heapLimitBytes: number
  /** The heap after the last major collection: what is really held. */
  readonly liveHeapBytes?: number
  readonly externalBytes: number
  readonly arrayBuffersBytes: number
  /** The working set: usage without the page cache that the kernel can take back and nobody misses. */
  readonly containerUsedBytes?: number
  readonly containerLimitBytes?: number
  readonly hostAvailableBytes?: number
  readonly hostTotalBytes?: number
  /** Delay of the event loop that persists; a single stall does not count. */
  readonly eventLoopDelayMs: number
  /** Share of time the loop was busy since the sample before. */
  readonly eventLoopUtilizationRatio: number
  /** Share of time spent in garbage collection over the last seconds; collections we asked for excluded. */
  readonly gcTimeRatio: number
  /** PSI `full avg10` as a ratio. */
  readonly memoryStallRatio?: number
  /** Whether the CPU quota throttled the container since the sample before. */
  readonly cpuThrottled?: boolean
  readonly openDescriptors?: number
  readonly maxDescriptors?: number
}

/** A sample while the readings fill it. */
export type SampleDraft = { -readonly [K in keyof Sample]: Sample[K] | undefined } & {
  atMs: number
}
