import type { Sample } from '@plimsoll/core'
import { type LeakKind, unitOf } from '../leak-kind.js'

/** How far a quantity can go: what is used of the limit that is nearest, and that limit. */
export interface Limit {
  readonly used: number
  readonly limit: number
  readonly unit: 'bytes' | 'items'
}

/** The limit that a growing quantity reaches first; `undefined` where none is known. */
export function limitOf(kind: LeakKind, value: number, sample: Sample): Limit | undefined {
  if (kind === 'descriptors') {
    const { maxDescriptors } = sample
    return maxDescriptors === undefined ? undefined : { used: value, limit: maxDescriptors, unit: 'items' }
  }
  if (unitOf(kind) === 'items') return undefined
  const { heapLimitBytes, containerUsedBytes, containerLimitBytes, hostTotalBytes, hostAvailableBytes } =
    sample
  const limits: Limit[] = []
  if (kind === 'heap') limits.push({ used: value, limit: heapLimitBytes, unit: 'bytes' })
  if (containerUsedBytes !== undefined && containerLimitBytes !== undefined) {
    limits.push({ used: containerUsedBytes, limit: containerLimitBytes, unit: 'bytes' })
  } else if (hostTotalBytes !== undefined && hostAvailableBytes !== undefined) {
    limits.push({ used: hostTotalBytes - hostAvailableBytes, limit: hostTotalBytes, unit: 'bytes' })
  }
  return limits.sort((left, right) => left.limit - left.used - (right.limit - right.used))[0]
}
