import type { Priority } from '../admission.js'

/** How far a limit may be filled by requests of one priority. */
export interface Line {
  /** Share of the limit that may be in use. */
  readonly ratio: number
  /** Share of the limit that may be resident, with what is kept for use again. */
  readonly residentRatio: number
  /** Bytes of room for each byte promised, garbage included; 1 means none for garbage. */
  readonly roomFactor: number
}

/** What is not known yet may hold more than was seen, and runs code that is not compiled yet. */
const COLD_ROOM = 4

/**
 * Room for a request of a route: that of the warm ones, and the more the colder its own code is. A process that
 * is thrown into full load takes on little at first, or it would spend its first seconds behind its own backlog.
 */
export function roomFor(coldness: number, warmRoom: number): number {
  return warmRoom + coldness * Math.max(0, COLD_ROOM - warmRoom)
}

export type Lines = Readonly<Record<Priority, Line>>

/** Sheddable requests stop at `elevated`, normal ones a little before `critical`, critical ones at the end. */
export function linesFor(options: {
  readonly elevatedRatio: number
  readonly criticalRatio: number
  readonly emergencyRatio: number
}): Lines {
  const { elevatedRatio, criticalRatio, emergencyRatio } = options
  return {
    sheddable: { ratio: elevatedRatio, residentRatio: criticalRatio, roomFactor: 1 },
    normal: { ratio: criticalRatio - 0.04, residentRatio: criticalRatio + 0.015, roomFactor: 1 },
    critical: { ratio: emergencyRatio, residentRatio: emergencyRatio, roomFactor: 1 },
  }
}
