import type { EpochTallies } from './epoch-tallies.js'
import type { Epoch, ProfileMark } from './epochs.js'
import type { HeapFrame } from './heap-frame.js'
import { type OldEpochs, oldEpochsOf, type Survival, survivalOf } from './survival.js'
import type { TrackedSite } from './tracked-sites.js'

/** What became of the objects that were allocated between two profiles. */
export interface EpochGenerations {
  readonly from: ProfileMark
  readonly to: ProfileMark
  /** At the profile that ended the epoch. */
  readonly bornBytes: number
  /** At the next one; 0 before it. */
  readonly settledBytes: number
  /** At the last one. */
  readonly liveBytes: number
  readonly liveSamples: number
}

/** What a place in the code has allocated and still holds, by age. */
export interface SiteGenerations {
  readonly frame: HeapFrame
  /** The stack with most of the bytes, innermost first. */
  readonly stack: readonly HeapFrame[]
  /** Of all ages. */
  readonly liveBytes: number
  readonly survival: Survival
  /** Of what survives in the whole heap. */
  readonly shareRatio: number
  /** By epoch, at the last profile; the epochs are those of the whole. */
  readonly epochBytes: readonly number[]
  /** Of objects that are large beside the distance of samples, of any age: at the end of each epoch. */
  readonly storeBytes: readonly number[]
}

/** Plain data: it can be sent as JSON. */
export interface Generations {
  /** Profiles counted since sampling began. */
  readonly profiles: number
  /** How often sampling began anew. */
  readonly restarts: number
  /** Bytes allocated since sampling began and alive. */
  readonly liveBytes: number
  readonly survival: Survival
  /** Oldest first. */
  readonly epochs: readonly EpochGenerations[]
  /** Most surviving bytes first; before anything is old enough, most bytes first. */
  readonly sites: readonly SiteGenerations[]
}

export interface GenerationFacts {
  readonly profiles: number
  readonly restarts: number
  readonly epochs: readonly Epoch[]
  readonly whole: EpochTallies
  readonly sites: readonly TrackedSite[]
  /** Sites told of at most. */
  readonly limit: number
}

export function generationsOf({
  profiles,
  restarts,
  epochs,
  whole,
  sites,
  limit,
}: GenerationFacts): Generations {
  const old = oldEpochsOf(epochs)
  const survival = survivalOf(old, whole)
  const told = sites
    .map((site) => siteOf(site, epochs.length, old, survival))
    .sort((left, right) => heldBytes(right) - heldBytes(left) || right.liveBytes - left.liveBytes)
    .slice(0, limit)
  return {
    profiles,
    restarts,
    liveBytes: whole.sumOfLive(Math.max(0, epochs.length - 1)),
    survival,
    epochs: epochs.map(({ from, to }, epoch) => ({
      from,
      to,
      bornBytes: whole.bornBytes[epoch] as number,
      settledBytes: whole.settledBytes[epoch] as number,
      liveBytes: whole.liveBytes[epoch] as number,
      liveSamples: whole.liveSamples[epoch] as number,
    })),
    sites: told,
  }
}

function siteOf(
  { frame, stack, tallies }: TrackedSite,
  epochs: number,
  old: OldEpochs,
  whole: Survival,
): SiteGenerations {
  const survival = survivalOf(old, tallies)
  return {
    frame,
    stack,
    liveBytes: tallies.sumOfLive(epochs - 1),
    survival,
    shareRatio: whole.survivingBytes > 0 ? survival.survivingBytes / whole.survivingBytes : 0,
    epochBytes: [...tallies.liveBytes.subarray(0, epochs)],
    storeBytes: [...tallies.storeBytes.subarray(0, epochs)],
  }
}

/** What has survived, and what the stores have grown by. */
function heldBytes({ survival, storeBytes }: SiteGenerations): number {
  return survival.survivingBytes + Math.max(0, (storeBytes.at(-1) ?? 0) - (storeBytes[0] ?? 0))
}
