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
/** The same where there are samples enough to tell: what fills up slowly passes for a leak at first. */
const LEAST_LATE_IF_TOLD = 0.8
/** What was kept at a step in load and no more since does so in one half or the other, but not at the end. */
const LAST_PART = 1 / 3
/** Samples are taken for too few or too early only when that would come about by chance in one of twenty. */
const Z_ONE_IN_TWENTY = 1.64
/** What a place has in stores rises in steps, each by half or by as much again: few looks tell. */
const LARGEST_CHANCE_OF_STORES = 0.01
const LEAST_LATE_SHARE_OF_STORES = 0.3
/** Of one place. With fewer that were all kept by chance, what turns over passes for what stays. */
const LEAST_SAMPLES_OF_ONE = 3
/** Of all places together. With fewer the ratio of the halves says nothing. */
const LEAST_SAMPLES = 16

type Epoch = Generations['epochs'][number]
const NEVER: Epoch['to'] = { atMs: 0 }

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
  const rateOf = (kept: readonly SiteGenerations[]) => (goesOn(kept, epochs, axis) ? keptRate(kept, axis) : 0)
  // Optimized code is inlined, and its allocations then come from another place: one seems to have ended early, the
  // other to have begun late. Together they are straight. Beside a warm-up it is those that go on that are.
  return (rateOf(sites.filter(keeps)) || rateOf(sites.filter(holdsOn))) + stores
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
  if (samples < LEAST_SAMPLES || late < LEAST_LATE_OVER_EARLY * early) return 0
  const isSlower = late < LEAST_LATE_IF_TOLD * early && isFewer(late / (late + early), 1 / 2, samples)
  return isSlower ? 0 : rate
}

/** Whether the last part of what is kept came about as fast as the rest. */
function goesOn(sites: readonly SiteGenerations[], epochs: Generations['epochs'], axis: Axis): boolean {
  const at = (mark: Epoch['to']) => (axis === 'seconds' ? mark.atMs : (mark.requests ?? 0))
  // Of the newest it is not known what stays.
  const seen = epochs.slice(0, -1)
  const [begin, end] = [at(seen[0]?.from ?? NEVER), at(seen.at(-1)?.to ?? NEVER)]
  const lastFrom = end - LAST_PART * (end - begin)
  let all = 0
  let last = 0
  let lastSpan = 0
  for (const [index, { from, to }] of seen.entries()) {
    const bytes = sites.reduce((sum, { epochBytes }) => sum + (epochBytes[index] ?? 0), 0)
    all += bytes
    if ((at(from) + at(to)) / 2 < lastFrom) continue
    last += bytes
    lastSpan += at(to) - at(from)
  }
  const part = lastSpan / (end - begin)
  const samples = sites.reduce((sum, { survival }) => sum + survival.survivingSamples, 0)
  const asFast = ((all - last) * part) / (1 - part)
  return !(last < LEAST_LATE_OVER_EARLY * asFast && isFewer(last / all, part, samples))
}

/** Whether a share of so many samples is less than expected by more than chance. */
function isFewer(share: number, expected: number, samples: number): boolean {
  return expected - share > Z_ONE_IN_TWENTY * Math.sqrt((expected * (1 - expected)) / samples)
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
