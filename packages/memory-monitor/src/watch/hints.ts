import { LEAK_KINDS, type LeakKind, unitOf } from '../leak-kind.js'
import type { Point } from '../trend/points.js'
import { FloorSeries } from './floor-series.js'
import type { Quantities } from './quantities.js'

/** An observation is that many stretches long: a sample each, when it lasts twenty seconds. */
const STRETCHES = 25
/** So many floors in a row, nearly each above the one before, are worth a closer look. */
const FLOORS = 5
/**
 * A program that has never been looked at has just begun, and grows. Where the young generation is emptied every other
 * floor, they go up and down whatever leaks: it is looked at when they have risen on the whole.
 */
const LEAST_STEPS_AT_FIRST = FLOORS - 3

/** The stretch of time that one floor stands for. */
export function stretchMsOf(observationMs: number): number {
  return observationMs / STRETCHES
}

/** Below this nobody looks: V8's own bookkeeping moves that much. */
const LEAST_BYTES = 65_536
const LEAST_ITEMS = 4

/**
 * Says which quantities may be leaking, from what costs next to nothing to read. It errs on the side of a hint:
 * garbage that V8 has not collected looks like growth from here, and one exact look clears it.
 */
export class Hints {
  readonly #series = new Map<LeakKind, FloorSeries>()
  #isExplained = false

  constructor(kinds: readonly LeakKind[], observationMs: number) {
    for (const kind of LEAK_KINDS) {
      if (kinds.includes(kind)) this.#series.set(kind, new FloorSeries(stretchMsOf(observationMs), STRETCHES))
    }
  }

  add(at: { readonly atMs: number; readonly requests: number }, quantities: Quantities): void {
    for (const [kind, series] of this.#series) {
      const value = quantities[kind]
      if (value !== undefined) series.add({ ...at, value })
    }
  }

  /** The kinds whose floors rise. */
  rising(): readonly LeakKind[] {
    return [...this.#series]
      .filter(([kind, { points }]) => rises(points, kind, this.#leastSteps))
      .map(([kind]) => kind)
  }

  /** Forgets what was seen: it has been explained. */
  clear(): void {
    this.#isExplained = true
    for (const series of this.#series.values()) series.clear()
  }

  get #leastSteps(): number {
    return this.#isExplained ? FLOORS - 2 : LEAST_STEPS_AT_FIRST
  }
}

function rises(points: readonly Point[], kind: LeakKind, leastSteps: number): boolean {
  const recent = points.slice(-FLOORS)
  const first = recent[0]
  const last = recent.at(-1)
  if (first === undefined || last === undefined || recent.length < FLOORS) return false
  if (last.value - first.value < (unitOf(kind) === 'bytes' ? LEAST_BYTES : LEAST_ITEMS)) return false
  const steps = recent.slice(1).filter((point, index) => point.value > (recent[index] as Point).value)
  return steps.length >= leastSteps
}
