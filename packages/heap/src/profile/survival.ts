import type { EpochTallies } from './epoch-tallies.js'
import { type Epoch, type ProfileMark, provenCount, spanOf } from './epochs.js'

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

/** What is the same for all sites: the epochs that are old enough to tell what survives. */
export interface OldEpochs {
  readonly count: number
  /** By epoch, how much of it lies in the earlier half of the stretch: one across the middle counts for both. */
  readonly early: Float64Array
  readonly seconds: number
  /** `NaN` where they were not counted. */
  readonly requests: number
}

export function oldEpochsOf(epochs: readonly Epoch[]): OldEpochs {
  const old = epochs.slice(0, provenCount(epochs))
  const [first, last] = [old[0], old.at(-1)]
  const requests = (mark: ProfileMark | undefined) => mark?.requests ?? Number.NaN
  return {
    count: old.length,
    early: shareOfEarlierHalf(old, spanOf(epochs)),
    seconds: ((last?.to.atMs ?? 0) - (first?.from.atMs ?? 0)) / 1000,
    requests: requests(last?.to) - requests(first?.from),
  }
}

/** Plain loops: between two looks this code is forgotten, and hundreds of sites are asked about. */
export function survivalOf({ count, early, seconds, requests }: OldEpochs, tallies: EpochTallies): Survival {
  const { liveBytes, liveSamples, settledBytes: settled } = tallies
  let settledBytes = 0
  let survivingBytes = 0
  let survivingSamples = 0
  let earlyBytes = 0
  let lateBytes = 0
  let heldEpochs = 0
  for (let epoch = 0; epoch < count; epoch += 1) {
    const live = liveBytes[epoch] as number
    settledBytes += settled[epoch] as number
    survivingBytes += live
    survivingSamples += liveSamples[epoch] as number
    earlyBytes += live * (early[epoch] as number)
    lateBytes += live * (1 - (early[epoch] as number))
    if (live > 0) heldEpochs += 1
  }
  const known = { settledBytes, survivingBytes, survivingSamples }
  if (count === 0) return known
  return {
    ...known,
    ...(settledBytes > 0 && { retentionRatio: survivingBytes / settledBytes }),
    heldEpochsRatio: heldEpochs / count,
    ...(earlyBytes > 0 && { lateOverEarlyRatio: lateBytes / earlyBytes }),
    ...(seconds > 0 && { bytesPerSecond: survivingBytes / seconds }),
    ...(requests > 0 && { bytesPerRequest: survivingBytes / requests }),
  }
}

function shareOfEarlierHalf(old: readonly Epoch[], span: (epoch: Epoch) => number): Float64Array {
  const lengths = old.map(span)
  const middle = lengths.reduce((sum, length) => sum + length, 0) / 2
  let from = 0
  return Float64Array.from(lengths, (length) => {
    const share = length > 0 ? Math.min(1, Math.max(0, (middle - from) / length)) : Number(from < middle)
    from += length
    return share
  })
}
