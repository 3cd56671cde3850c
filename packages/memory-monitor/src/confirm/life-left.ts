import type { Sample } from '@plimsoll/core'
import { type LeakKind, unitOf } from '../leak-kind.js'
import { limitOf } from '../report/limits.js'
import type { ExactPoint } from './exact-point.js'

/** Of the time that is left until a limit is reached an observation may take so much, but no less than this. */
const SHARE_OF_LIFE = 0.25
const LEAST_OBSERVATION_MS = 5000

interface LifeFacts {
  readonly kinds: readonly LeakKind[]
  readonly sample: Sample
  readonly minGrowthBytes: number
  /** The user's own cap on what is resident. */
  readonly capBytes?: number | undefined
}

/** How long an observation may be at most, to end before the process does; infinite while nothing is known. */
export function affordableObservationMs(looks: readonly ExactPoint[], facts: LifeFacts): number {
  const [first, last] = [looks[0], looks.at(-1)]
  if (first === undefined || last === undefined || first === last) return Number.POSITIVE_INFINITY
  return Math.max(LEAST_OBSERVATION_MS, SHARE_OF_LIFE * lifeLeftMs([first, last], facts))
}

/**
 * Milliseconds until the first limit of memory is reached if growth goes on as between two points; infinite where
 * there is none, or too little growth to tell. A rough guess: it says how much time there is to look, not more.
 */
function lifeLeftMs(
  [first, last]: readonly [ExactPoint, ExactPoint],
  { kinds, sample, minGrowthBytes, capBytes }: LifeFacts,
): number {
  const passedMs = last.atMs - first.atMs
  const each = kinds.map((kind) => {
    const value = last.quantities[kind]
    const growth = (value ?? 0) - (first.quantities[kind] ?? 0)
    if (value === undefined || unitOf(kind) !== 'bytes' || growth < minGrowthBytes)
      return Number.POSITIVE_INFINITY
    const limit = limitOf(kind, value, sample, capBytes === undefined ? {} : { capBytes })
    return limit === undefined
      ? Number.POSITIVE_INFINITY
      : (passedMs * Math.max(0, limit.limit - limit.used)) / growth
  })
  return Math.min(...each)
}
