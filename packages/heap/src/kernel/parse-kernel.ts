import type { EphemeronNames } from '../parse/ephemeron-names.js'
import type { EdgeTarget, NodeTarget } from './row-targets.js'

/** Why {@link ParseKernel.integers} stopped. */
export const STOPPED = { atEnd: 0, atBracket: 1, atByte: 2, full: 3 } as const

/** Room for numbers that are negative or do not fit 32 bits; the scan stops when it is used up. */
export const ASIDE_CAPACITY = 512

/**
 * The loops that every byte of a snapshot goes through. Arrays are views of the kernel's own arena; an input must
 * have 64 readable bytes before and after what is scanned of it.
 */
export interface ParseKernel {
  /** What the last call left: where it stopped, why, and how many numbers it put aside. */
  readonly status: KernelStatus
  /** Place in `out`, and value, of each number that is negative or does not fit 32 bits. */
  readonly asideAt: Uint32Array
  readonly asideValues: Float64Array

  /**
   * Reads the integers of `input[from, to)` into `out` from `out[count]`, and returns the new count.
   *
   * `status.position` is behind the last complete number: one that may go on after `to` is left for the next call.
   */
  integers(input: Uint8Array, from: number, to: number, out: Uint32Array, count: number): number

  /**
   * Reads whole rows of `input[from, to)`, which begins with one, into columns and returns how many; the next one
   * begins at `status.position`. Stops at whatever is not as usual (a sign, a number of nine digits, a row that cannot
   * be) and near the end: what follows is for `integers`. Absent in JavaScript.
   */
  readonly nodeColumns?: (input: Uint8Array, from: number, to: number, target: NodeTarget) => number
  readonly edgeColumns?: (input: Uint8Array, from: number, to: number, target: EdgeTarget) => number

  /** Moves `rowCount` rows of `rows` into columns. `status.badRow` is the row, counted here, that cannot be. */
  nodeRows(rows: Uint32Array, rowCount: number, target: NodeTarget): void
  edgeRows(rows: Uint32Array, rowCount: number, target: EdgeTarget): void

  /**
   * Finds the strings of `input[from, to)`, the first of which has the index `first`. Of each one whose index is a
   * multiple of `every` it tells three numbers in `out`: its index, the place of its first byte and that of its
   * closing quote. Of each one that names an ephemeron's edge it tells two in `pairs`: its index, and the table's id.
   *
   * Returns how many are told in `out`; `status.pairCount` is the number of pairs, `status.position` behind the last
   * complete string, `status.nextIndex` its index plus one. Stops where either array is full.
   */
  strings(
    input: Uint8Array,
    from: number,
    to: number,
    out: Uint32Array,
    pairs: Uint32Array,
    first: number,
    every: number,
  ): number

  /**
   * Notes the first `count` of `pairs`, whose strings rise from one call to the next, in arrays that begin with zeros.
   * `rank` pairs and `ranked` words have been noted before; returns how many words have been now.
   */
  rankPairs(
    pairs: Uint32Array,
    count: number,
    names: Omit<EphemeronNames, 'count'>,
    rank: number,
    ranked: number,
  ): number
}

export interface KernelStatus {
  position: number
  stopped: number
  asideCount: number
  /** -1 when all rows were good. */
  badRow: number
  /** Of strings. */
  nextIndex: number
  pairCount: number
}

export const newStatus = (): KernelStatus => ({
  position: 0,
  stopped: STOPPED.atEnd,
  asideCount: 0,
  badRow: -1,
  nextIndex: 0,
  pairCount: 0,
})
