import { bytes, milliseconds, number, ratio, text } from './options/field.js'
import { assertConsistent, resolveOptions } from './options/resolve-options.js'

/** What may be said about the shared sampler. */
export interface SamplerOptions {
  /**
   * Milliseconds between two samples while all is calm. An idle process is sampled five times more rarely, and
   * up to fifteen times the longer it is idle; a process near a limit more often. Costs about 60 µs a sample.
   * @default 1000
   */
  readonly intervalMs?: number
  /**
   * Milliseconds between two samples near a limit.
   * @default 50
   */
  readonly minIntervalMs?: number
  /**
   * A cap of your own on the resident memory of the process, in bytes; for machines without containers.
   * @default none
   */
  readonly limitBytes?: number
  /**
   * A folder that stands in for `/sys/fs/cgroup`, or for `/` when it holds `proc/self/cgroup`.
   * @default the machine's own
   */
  readonly cgroupRoot?: string
  /**
   * How many processes share the container's limit. Each may take that part of the headroom which is left.
   * @default 1, or what a cluster's primary tells its workers
   */
  readonly workers?: number
  /**
   * Share of time in garbage collection that counts as full pressure.
   * @default 0.8
   */
  readonly maxGcTimeRatio?: number
  /**
   * Milliseconds of event-loop delay that count as full pressure, when they persist.
   * @default 1000
   */
  readonly maxLoopDelayMs?: number
  /**
   * Share of time all tasks stall for memory (PSI `full avg10`) that counts as full pressure.
   * @default 0.2
   */
  readonly maxStallRatio?: number
}

export type ResolvedSamplerOptions = ReturnType<typeof resolveSamplerOptions>

/** Checks and completes the options of a sampler. */
export function resolveSamplerOptions(options?: SamplerOptions) {
  const resolved = resolveOptions('samplerOptions', options, {
    intervalMs: milliseconds(1000, 10),
    minIntervalMs: milliseconds(50, 10),
    limitBytes: bytes(undefined),
    cgroupRoot: text(undefined),
    workers: number(undefined, {
      min: 1,
      integer: true,
      expectation: 'a whole number of processes, at least 1',
    }),
    maxGcTimeRatio: ratio(0.8),
    maxLoopDelayMs: milliseconds(1000, 1),
    maxStallRatio: ratio(0.2),
  })
  assertConsistent(
    resolved.minIntervalMs <= resolved.intervalMs,
    `Expected \`samplerOptions.minIntervalMs\` (${resolved.minIntervalMs}) to be at most \`intervalMs\` (${resolved.intervalMs})`,
  )
  assertConsistent(
    resolved.maxGcTimeRatio > 0 && resolved.maxStallRatio > 0,
    'Expected `samplerOptions.maxGcTimeRatio` and `maxStallRatio` to be above 0',
  )
  return resolved
}
