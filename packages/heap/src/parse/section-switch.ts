import type { ReadPosition } from './read-position.js'

/** Keys are the names of sections; V8's longest has 20 letters. */
const MAX_KEY_LENGTH = 64

type Expecting = 'comma' | 'quote' | 'key' | 'colon' | 'value' | 'end'

/** Reads what stands between two sections, `,"edges":`, byte by byte: it may be cut anywhere. */
export class SectionSwitch {
  /** The key whose value begins where `consume` stopped. */
  key = ''
  #expecting: Expecting = 'comma'
  readonly #position: ReadPosition

  constructor(position: ReadPosition) {
    this.#position = position
  }

  /** Whether the object that holds all sections is closed. */
  get ended(): boolean {
    return this.#expecting === 'end'
  }

  /** Call when a section's value has been read: the next key follows. */
  next(): void {
    this.#expecting = 'comma'
  }

  /** Returns the place of the first byte of the next value; `to` while there is none. */
  consume(bytes: Uint8Array, from: number, to: number): number {
    for (let at = from; at < to; at++) {
      const byte = bytes[at] as number
      if (this.#expecting === 'key') this.#readKey(byte)
      else if (byte <= 32) continue
      else if (this.#expecting === 'value') return at
      else this.#step(byte)
    }
    return to
  }

  #readKey(byte: number): void {
    if (byte === 34) {
      this.#expecting = 'colon'
      return
    }
    if (this.key.length === MAX_KEY_LENGTH) throw this.#unexpected(byte)
    this.key += String.fromCharCode(byte)
  }

  #step(byte: number): void {
    const character = String.fromCharCode(byte)
    if (this.#expecting === 'comma' && character === ',') this.#expecting = 'quote'
    else if (this.#expecting === 'comma' && character === '}') this.#expecting = 'end'
    else if (this.#expecting === 'quote' && character === '"') {
      this.#expecting = 'key'
      this.key = ''
    } else if (this.#expecting === 'colon' && character === ':') this.#expecting = 'value'
    else throw this.#unexpected(byte)
  }

  #unexpected(byte: number): Error {
    return this.#position.format(
      `Expected ${this.#expecting === 'end' ? 'nothing after the snapshot' : 'a section'}, got byte ${byte}`,
    )
  }
}
