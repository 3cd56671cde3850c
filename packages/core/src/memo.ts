/** Keys longer than this are worked out each time: remembering them would let a client fill the memory. */
const MAX_KEY_LENGTH = 128

/** Remembers what a function makes of short texts. Holds so many, then starts anew. */
export class Memo<V> {
  readonly #make: (key: string) => V
  readonly #capacity: number
  readonly #values = new Map<string, V>()

  constructor(capacity: number, make: (key: string) => V) {
    this.#capacity = capacity
    this.#make = make
  }

  get(key: string): V {
    const known = this.#values.get(key)
    if (known !== undefined) return known
    const value = this.#make(key)
    if (key.length > MAX_KEY_LENGTH) return value
    if (this.#values.size >= this.#capacity) this.#values.clear()
    this.#values.set(key, value)
    return value
  }

  clear(): void {
    this.#values.clear()
  }
}
