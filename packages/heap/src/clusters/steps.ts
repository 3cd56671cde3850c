import { KIND_BITS } from '../graph/node-codes.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import type { EdgeNames } from './edge-names.js'
import { EDGE, NODE } from './grown-heap.js'
import { MapEntries } from './map-entries.js'

/** Stands for an element of an array, an entry of a Map, a numbered root: whichever. */
export const ANY_ELEMENT = 0
/** Stands for a property of an object that has so many like it that their names are data. */
export const ANY_PROPERTY = 1
/** Stands for the value of a WeakMap that is held by its key. */
export const WEAK_VALUE = 2
/** Stands for a key of a Map, which is told with its value. */
export const ANY_KEY = 3
const NAMED_FROM = 8
const PROPERTY = 0
const VARIABLE = 1
const INTERNAL = 2

export function isNamedStep(step: number): boolean {
  return step >= NAMED_FROM
}

/** Whether a step is one that a program has written: a property or a variable. */
export function isDataStep(step: number): boolean {
  return isNamedStep(step) && step % 4 !== INTERNAL
}

/** From so many properties on that lead to what grew, an object is a dictionary. */
const DICTIONARY = 16

/** Numbers for the ways in which one object holds another: two edges of one number lead to the same kind of thing. */
export class Steps {
  readonly #snapshot: ParsedSnapshot
  readonly #names: EdgeNames
  readonly #entries: MapEntries
  /** By row: how many properties of it lead to what grew. */
  readonly fans: Uint32Array

  constructor(snapshot: ParsedSnapshot, names: EdgeNames) {
    this.#snapshot = snapshot
    this.#names = names
    this.#entries = new MapEntries(snapshot.columns, names)
    this.fans = new Uint32Array(snapshot.columns.nodeCount)
  }

  of(edge: number, holder: number): number {
    const { firstEdges, edgeTargets, nodeKinds } = this.#snapshot.columns
    const kind = (edgeTargets[edge] as number) & 7
    if (kind === EDGE.element || kind === EDGE.hidden) return ANY_ELEMENT
    if (edge < (firstEdges[holder] as number) || edge >= (firstEdges[holder + 1] as number)) {
      return kind === EDGE.internal && this.#entries.isKey(edge) ? ANY_KEY : ANY_ELEMENT
    }
    if (((nodeKinds[holder] as number) & KIND_BITS) === NODE.synthetic) return ANY_ELEMENT
    if (kind === EDGE.property && (this.fans[holder] as number) >= DICTIONARY) return ANY_PROPERTY
    const name = this.#names.index(edge)
    if (kind === EDGE.internal && this.#isEphemeron(name)) return WEAK_VALUE
    const form = kind === EDGE.property ? PROPERTY : kind === EDGE.context ? VARIABLE : INTERNAL
    return (NAMED_FROM + name * 4 + form) >>> 0
  }

  #isEphemeron(name: number): boolean {
    const { bits } = this.#snapshot.ephemeronNames
    return (((bits[name >>> 5] ?? 0) >>> (name & 31)) & 1) === 1
  }
}
