/** One of the largest. */
interface Weighed {
  readonly item: number
  readonly weight: number
}

/** The largest of many, the first of them first; what is offered beyond `limit` costs nothing but a comparison. */
export class Largest {
  readonly items: Weighed[] = []
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  offer(item: number, weight: number): void {
    const { items } = this
    if (items.length === this.#limit && weight <= (items.at(-1) as Weighed).weight) return
    let at = items.length
    while (at > 0 && (items[at - 1] as Weighed).weight < weight) at--
    items.splice(at, 0, { item, weight })
    if (items.length > this.#limit) items.pop()
  }
}
