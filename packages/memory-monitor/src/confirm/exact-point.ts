import type { Sample } from '@plimsoll/core'
import type { Generations } from '@plimsoll/heap/profile'
import { type LeakKind, unitOf } from '../leak-kind.js'
import type { Point } from '../trend/points.js'
import type { NativeMemory } from '../watch/native-memory.js'
import { type Counts, type Quantities, quantitiesOf } from '../watch/quantities.js'

/** Every quantity at one moment, right after a full collection. */
export interface ExactPoint {
  readonly atMs: number
  readonly requests: number
  readonly quantities: Quantities
  /** Connections that clients keep open. */
  readonly clients?: number
}

export function exactPoint(
  sample: Sample,
  requests: number,
  counts: Counts,
  native: Pick<NativeMemory, 'bytes'>,
): ExactPoint {
  const { clients = 0 } = counts
  return { atMs: sample.atMs, requests, clients, quantities: quantitiesOf(sample, counts, native) }
}

/** Of a moment between two collections: what is counted is the same with garbage and without. */
export function countedOf({ quantities, ...moment }: ExactPoint): ExactPoint {
  const counted = Object.entries(quantities).filter(([kind]) => unitOf(kind as LeakKind) === 'items')
  return { ...moment, quantities: Object.fromEntries(counted) }
}

/** The points of one quantity. */
export function seriesOf(points: readonly ExactPoint[], kind: LeakKind): Point[] {
  return points.flatMap(({ atMs, requests, quantities }) => {
    const value = quantities[kind]
    return value === undefined ? [] : [{ atMs, requests, value }]
  })
}

/** Connections that clients keep open; none where nobody counts them. */
export function clientsOf(points: readonly ExactPoint[]): Point[] {
  return points.map(({ atMs, requests, clients = 0 }) => ({ atMs, requests, value: clients }))
}

/** What an investigation has found out so far. */
export interface Evidence {
  readonly points: readonly ExactPoint[]
  /** Absent without a profile. */
  readonly generations: Generations | undefined
}
