import type { SampleDraft } from './sample.js'

/** Reads one thing (the V8 heap, the cgroup, …) and fills its fields of a sample. */
export interface Reading {
  /** Named in `plimsoll_sample_failures_total{source}` and in health when it keeps failing. */
  readonly source: string
  /** May throw: the sampler counts it and keeps the last good values of this reading. */
  read(draft: SampleDraft): void
  /** Gives back open file descriptors. */
  close(): void
}

/**
 * A look at memory between two samples that costs about 2 µs and allocates nothing, for decisions that
 * cannot wait for the next sample. The fields hold what the last `look()` saw.
 */
export interface MemoryProbe {
  /** Working set of the container that is nearest to its limit, or `undefined` without a limit. */
  containerUsedBytes: number | undefined
  containerLimitBytes: number | undefined
  rssBytes: number
  /** Reads again. With `exact`, what can be reclaimed (the page cache) is read as well (about 20 µs). */
  look(exact?: boolean): void
}

/** A look at V8's heap between two samples; costs about 1 µs. */
export interface HeapProbe {
  heapUsedBytes: number
  externalBytes: number
  /** Pages that V8 holds but does not use: new objects fill them without any growth of the process. */
  heapFreeBytes: number
  heapLimitBytes: number
  look(): void
}
