import type { Generations, SiteGenerations } from '@plimsoll/heap/profile'
import type { Axis } from '../trend/points.js'

/** Of what is allocated in a place and settles, so much must stay. A cache at its bound keeps next to nothing. */
const LEAST_RETENTION = 0.85
/** A leak holds something of nearly every epoch; chance may miss one. */
const LEAST_HELD_EPOCHS = 0.75
/** What a warm-up keeps comes early. */
const LEAST_LATE_OVER_EARLY = 0.7
/** A place is left out for its early samples only when so many would come early by chance in one of twenty. */
const Z_ONE_IN_TWENTY = 1.64
/** Of one place. With fewer that were all kept by chance, what turns over passes for what stays. */
const LEAST_SAMPLES_OF_ONE = 3
/** Of all places together. With fewer the ratio of the halves says nothing. */
const LEAST_SAMPLES = 16

/**
 * Whether a place holds on to what it allocates and goes on doing so, as far as so few samples can tell: one that
 * is doubtful passes, and is weighed with the others.
 */
export function holdsOn({ survival, epochBytes }: SiteGenerations): boolean {
  const { retentionRatio = 0, heldEpochsRatio = 0, survivingSamples } = survival
  if (survivingSamples < LEAST_SAMPLES_OF_ONE || retentionRatio < LEAST_RETENTION) return false
  // So many epochs a few samples would meet if they fell evenly.
  const met = 1 - (1 - 1 / epochBytes.length) ** survivingSamples
  return heldEpochsRatio >= LEAST_HELD_EPOCHS * met && !comesEarly(survival)
}

function comesEarly({ lateOverEarlyRatio, survivingSamples }: SiteGenerations['survival']): boolean {
  if (lateOverEarlyRatio === undefined || lateOverEarlyRatio >= LEAST_LATE_OVER_EARLY) return false
  const surplus = (survivingSamples * (1 - lateOverEarlyRatio)) / (1 + lateOverEarlyRatio)
  return surplus > Z_ONE_IN_TWENTY * Math.sqrt(survivingSamples)
}

/** What all places together hold, for each second or request; 0 unless they do so at an undiminished rate. */
export function heldRate({ sites }: Generations, axis: Axis): number {
  let early = 0
  let late = 0
  let rate = 0
  let samples = 0
  for (const { survival } of sites.filter(holdsOn)) {
    const { survivingBytes, lateOverEarlyRatio: ratio = Number.POSITIVE_INFINITY } = survival
    const earlyBytes = survivingBytes / (1 + ratio)
    early += earlyBytes
    late += survivingBytes - earlyBytes
    rate += (axis === 'requests' ? survival.bytesPerRequest : survival.bytesPerSecond) ?? 0
    samples += survival.survivingSamples
  }
  return samples >= LEAST_SAMPLES && late >= LEAST_LATE_OVER_EARLY * early ? rate : 0
}
