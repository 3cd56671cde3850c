import type { Priority } from '../admission.js'

/** How far a limit may be filled by requests of one priority. */
export interface Line {
  /** Share of the limit that may be in use. */
  readonly ratio: number
  /** Share of the limit that may be resident, with what is kept for use again. */
  readonly residentRatio: number
  /**
   * Room per byte held. Requests leave garbage behind; without room for it V8 would have to collect all the
   * time. 1 means none.
   */
  readonly roomFactor: number
}

/** Garbage beside what is held: what lets V8 collect concurrently, at its own pace. */
const GARBAGE_ROOM = 1.45
/** What is not known yet may hold more than was seen, and runs code that is not compiled yet. */
export const UNKNOWN_ROOM = 4

export type Lines = Readonly<Record<Priority, Line>>

/** Sheddable requests stop at `elevated`, normal ones a little before `critical`, critical ones at the end. */
export function linesFor(options: {
  readonly elevatedRatio: number
  readonly criticalRatio: number
  readonly emergencyRatio: number
}): Lines {
  const { elevatedRatio, criticalRatio, emergencyRatio } = options
  return {
    sheddable: { ratio: elevatedRatio, residentRatio: criticalRatio, roomFactor: GARBAGE_ROOM },
    normal: { ratio: criticalRatio - 0.04, residentRatio: criticalRatio + 0.01, roomFactor: GARBAGE_ROOM },
    critical: { ratio: emergencyRatio, residentRatio: emergencyRatio, roomFactor: 1 },
  }
}
