import type { EpochTallies } from './epoch-tallies.js'
import { type Epoch, provenCount, spanOf } from './epochs.js'

/**
 * What has become of the objects of old epochs: those that at least three profiles have looked at since.
 *
 * They are compared with what was left of them at the second look, not at the first, so that requests which
 * happened to be in flight don't pass for objects that a cache let go.
 */
export interface Survival {
  /** Bytes at the second profile after they were allocated. */
  readonly settledBytes: number
  /** Bytes of these that still live. */
  readonly survivingBytes: number
  /** Sampled objects behind `survivingBytes`: its relative error is about one in the root of that. */
  readonly survivingSamples: number
  /** Surviving of settled: 1 for a leak, near 0 for a cache that is full. Absent while nothing is old enough. */
  readonly retentionRatio?: number
  /** Of the old epochs, those of which anything survives. */
  readonly heldEpochsRatio?: number
  /**
   * Surviving bytes of the later half of the old epochs over those of the earlier: near 1 for a leak, well below for
   * a warm-up, far above for what is replaced. Absent while nothing of the earlier half survives.
   */
  readonly lateOverEarlyRatio?: number
  readonly bytesPerSecond?: number
  /** Present where the marks counted requests. */
  readonly bytesPerRequest?: number
}

export function survivalOf(epochs: readonly Epoch[], tallies: EpochTallies): Survival {
  const old = epochs.slice(0, provenCount(epochs))
  const live = tallies.liveBytes.subarray(0, old.length)
  const settledBytes = sum(tallies.settledBytes.subarray(0, old.length))
  const survivingBytes = sum(live)
  const survivingSamples = sum(tallies.liveSamples.subarray(0, old.length))
  const known = { settledBytes, survivingBytes, survivingSamples }
  const first = old[0]
  const last = old.at(-1)
  if (first === undefined || last === undefined) return known

  const { earlyBytes, lateBytes } = halves(old, live, spanOf(epochs))
  const seconds = (last.to.atMs - first.from.atMs) / 1000
  const requests = (last.to.requests ?? Number.NaN) - (first.from.requests ?? Number.NaN)
  return {
    ...known,
    ...(settledBytes > 0 && { retentionRatio: survivingBytes / settledBytes }),
    heldEpochsRatio: live.filter((bytes) => bytes > 0).length / old.length,
    ...(earlyBytes > 0 && { lateOverEarlyRatio: lateBytes / earlyBytes }),
    ...(seconds > 0 && { bytesPerSecond: survivingBytes / seconds }),
    ...(requests > 0 && { bytesPerRequest: survivingBytes / requests }),
  }
}

/** Cuts the stretch in the middle; an epoch that lies across it counts for both halves, by length. */
function halves(old: readonly Epoch[], live: Float64Array, span: (epoch: Epoch) => number) {
  const middle = old.reduce((length, epoch) => length + span(epoch), 0) / 2
  let earlyBytes = 0
  let lateBytes = 0
  let from = 0
  for (const [index, epoch] of old.entries()) {
    const length = span(epoch)
    const early = length > 0 ? Math.min(1, Math.max(0, (middle - from) / length)) : Number(from < middle)
    earlyBytes += (live[index] as number) * early
    lateBytes += (live[index] as number) * (1 - early)
    from += length
  }
  return { earlyBytes, lateBytes }
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
