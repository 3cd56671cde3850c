import type { Priority } from '../admission.js'

/** How far a limit may be filled by requests of one priority. */
export interface Line {
  /** Share of the limit that may be in use. */
  readonly ratio: number
  /** Share of the limit that may be resident, with what is kept for use again. */
  readonly residentRatio: number
  /** Bytes of room for each byte promised, garbage included; 1 means none for garbage. */
  readonly roomFactor: number
  /** Bytes that others in flight may still take beyond what is promised to them. */
  readonly pendingBytes: number
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
    sheddable: { ratio: elevatedRatio, residentRatio: criticalRatio, roomFactor: 1, pendingBytes: 0 },
    normal: {
      ratio: criticalRatio - 0.04,
      residentRatio: criticalRatio + 0.015,
      roomFactor: 1,
      pendingBytes: 0,
    },
    critical: { ratio: emergencyRatio, residentRatio: emergencyRatio, roomFactor: 1, pendingBytes: 0 },
  }
}
