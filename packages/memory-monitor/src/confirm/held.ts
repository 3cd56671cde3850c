import type { Generations, SiteGenerations } from '@plimsoll/heap/profile'
import { growthOf } from '../trend/growth.js'
import type { Axis } from '../trend/points.js'
import { theilSen } from '../trend/theil-sen.js'

/** Of what is allocated in a place and settles, so much must stay. A cache at its bound keeps next to nothing. */
const LEAST_RETENTION = 0.85
/** A leak holds something of nearly every epoch; chance may miss one. */
const LEAST_HELD_EPOCHS = 0.75
/** What a warm-up keeps comes early. */
const LEAST_LATE_OVER_EARLY = 0.7
/** A place is left out for its early samples only when so many would come early by chance in one of twenty. */
const Z_ONE_IN_TWENTY = 1.64
/** What a place has in stores rises in steps, each by half or by as much again: few looks tell. */
const LARGEST_CHANCE_OF_STORES = 0.01
const LEAST_LATE_SHARE_OF_STORES = 0.3
/** Of one place. With fewer that were all kept by chance, what turns over passes for what stays. */
const LEAST_SAMPLES_OF_ONE = 3
/** Of all places together. With fewer the ratio of the halves says nothing. */
const LEAST_SAMPLES = 16

/**
 * Whether a place holds on to what it allocates and goes on doing so, as far as so few samples can tell: one that
 * is doubtful passes, and is weighed with the others.
 */
export function holdsOn(site: SiteGenerations): boolean {
  return keeps(site) && evenness(site) >= LEAST_HELD_EPOCHS && !comesEarly(site.survival)
}

/** Epochs of which a place holds something, over those that so few samples would meet if they fell evenly. */
export function evenness({ survival, epochBytes }: SiteGenerations): number {
  const { heldEpochsRatio = 0, survivingSamples } = survival
  const met = 1 - (1 - 1 / epochBytes.length) ** survivingSamples
  return met > 0 ? heldEpochsRatio / met : 0
}

/** Whether a place keeps what it allocates, at whatever time that was. */
export function keeps({ survival: { retentionRatio = 0, survivingSamples } }: SiteGenerations): boolean {
  return survivingSamples >= LEAST_SAMPLES_OF_ONE && retentionRatio >= LEAST_RETENTION
}

function comesEarly({ lateOverEarlyRatio, survivingSamples }: SiteGenerations['survival']): boolean {
  if (lateOverEarlyRatio === undefined || lateOverEarlyRatio >= LEAST_LATE_OVER_EARLY) return false
  const surplus = (survivingSamples * (1 - lateOverEarlyRatio)) / (1 + lateOverEarlyRatio)
  return surplus > Z_ONE_IN_TWENTY * Math.sqrt(survivingSamples)
}

/** What all places together hold, for each second or request; 0 unless they do so at an undiminished rate. */
export function heldRate({ sites, epochs }: Generations, axis: Axis): number {
  const stores = sites.map((site) => storeRate(site, epochs, axis)).reduce((sum, rate) => sum + rate, 0)
  // Optimized code is inlined, and its allocations then come from another place: one seems to have ended early, the
  // other to have begun late. Together they are straight. Beside a warm-up it is those that go on that are.
  const kept = keptRate(sites.filter(keeps), axis) || keptRate(sites.filter(holdsOn), axis)
  return kept + stores
}

/** By what has stayed since it was allocated. */
function keptRate(sites: readonly SiteGenerations[], axis: Axis): number {
  let early = 0
  let late = 0
  let rate = 0
  let samples = 0
  for (const { survival } of sites) {
    const { survivingBytes, lateOverEarlyRatio: ratio = Number.POSITIVE_INFINITY } = survival
    const earlyBytes = survivingBytes / (1 + ratio)
    early += earlyBytes
    late += survivingBytes - earlyBytes
    rate += (axis === 'requests' ? survival.bytesPerRequest : survival.bytesPerSecond) ?? 0
    samples += survival.survivingSamples
  }
  return samples >= LEAST_SAMPLES && late >= LEAST_LATE_OVER_EARLY * early ? rate : 0
}

/**
 * By what a place has in stores: the array behind an array, the table of a `Map`. A container replaces them as it
 * grows, and the new one is no younger than what is in it; so it counts how much there is, look by look.
 */
export function storeRate(
  { storeBytes }: SiteGenerations,
  epochs: Generations['epochs'],
  axis: Axis,
): number {
  // Most places have none.
  if (storeBytes.every((bytes) => bytes === 0)) return 0
  const points = storeBytes.map((value, epoch) => {
    const { atMs = 0, requests = 0 } = epochs[epoch]?.to ?? {}
    return { atMs, requests, value }
  })
  const growth = growthOf(points)
  if (growth === undefined || growth.chance > LARGEST_CHANCE_OF_STORES) return 0
  if (growth.lateShare < LEAST_LATE_SHARE_OF_STORES) return 0
  const slope =
    axis === 'seconds' ? growth.perSecond : axis === growth.axis ? growth.slope : theilSen(points, axis)
  return Math.max(0, slope?.mid ?? 0)
}
