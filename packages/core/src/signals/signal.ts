import type { SignalName } from '../pressure.js'
import type { Sample } from '../sample.js'

/** How near one quantity is to its limit. */
export interface SignalState {
  /** 0 at rest, 1 at the limit; may exceed 1. Always finite. */
  readonly ratio: number
  readonly usedBytes?: number
  readonly limitBytes?: number
}

/** Turns a sample into the ratio of one limit. Knows nothing of thresholds. */
export interface Signal {
  readonly name: SignalName
  /** `undefined` when the sample does not tell: no limit, not this platform. */
  read(sample: Sample): SignalState | undefined
}

/** The limits that are options rather than facts of the machine. */
export interface SignalLimits {
  readonly limitBytes: number | undefined
  readonly maxGcTimeRatio: number
  readonly maxLoopDelayMs: number
  readonly maxStallRatio: number
}

/** `used / limit` as a state; nothing when the limit is no limit, so that no NaN or Infinity gets out. */
export function bytesRatio(
  usedBytes: number | undefined,
  limitBytes: number | undefined,
): SignalState | undefined {
  if (usedBytes === undefined || limitBytes === undefined || !(limitBytes > 0)) return undefined
  const ratio = usedBytes / limitBytes
  return Number.isFinite(ratio) ? { ratio, usedBytes, limitBytes } : undefined
}
