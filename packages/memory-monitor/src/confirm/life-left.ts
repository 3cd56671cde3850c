import type { Sample } from '@plimsoll/core'
import { type LeakKind, unitOf } from '../leak-kind.js'
import { limitOf } from '../report/limits.js'
import type { ExactPoint } from './exact-point.js'

/**
 * Milliseconds until the first limit of memory is reached if growth goes on as between two points; infinite where
 * there is none, or too little growth to tell. A rough guess: it says how much time there is to look, not more.
 */
export function lifeLeftMs(
  kinds: readonly LeakKind[],
  [first, last]: readonly [ExactPoint, ExactPoint],
  { sample, minGrowthBytes }: { readonly sample: Sample; readonly minGrowthBytes: number },
): number {
  const passedMs = last.atMs - first.atMs
  const each = kinds.map((kind) => {
    const value = last.quantities[kind]
    const growth = (value ?? 0) - (first.quantities[kind] ?? 0)
    if (value === undefined || unitOf(kind) !== 'bytes' || growth < minGrowthBytes)
      return Number.POSITIVE_INFINITY
    const limit = limitOf(kind, value, sample)
    return limit === undefined
      ? Number.POSITIVE_INFINITY
      : (passedMs * Math.max(0, limit.limit - limit.used)) / growth
  })
  return Math.min(...each)
}
