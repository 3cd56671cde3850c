import { type IsForeign, type Place, placeOf } from './place.js'

/** Texts differ by their callers' callers; so many are remembered before they are read anew. */
const MAX_STACKS = 2000

/** Reads each stack once. */
export class PlaceBook {
  readonly #isOurs: IsForeign
  readonly #places = new Map<string, Place | undefined>()

  constructor(isOurs: IsForeign) {
    this.#isOurs = isOurs
  }

  of(stack: string | undefined): Place | undefined {
    if (stack === undefined) return undefined
    if (this.#places.has(stack)) return this.#places.get(stack)
    const place = placeOf(stack, this.#isOurs)
    if (this.#places.size >= MAX_STACKS) this.#places.clear()
    this.#places.set(stack, place)
    return place
  }
}
