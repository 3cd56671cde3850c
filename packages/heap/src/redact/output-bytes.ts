const FIRST_ROOM = 1 << 20

/** Bytes that wait to be written: it grows with what one window of input gives, and is used again. */
export class OutputBytes {
  #room = new Uint8Array(FIRST_ROOM)
  #length = 0

  get length(): number {
    return this.#length
  }

  bytes(source: Uint8Array, from: number, to: number): void {
    this.#reserve(to - from)
    this.#room.set(source.subarray(from, to), this.#length)
    this.#length += to - from
  }

  byte(value: number): void {
    this.#reserve(1)
    this.#room[this.#length++] = value
  }

  /** @param value 0 to 2^53 */
  number(value: number): void {
    this.#reserve(20)
    const room = this.#room
    let digits = 1
    for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) digits++
    let rest = value
    for (let at = this.#length + digits - 1; at >= this.#length; at--) {
      const next = Math.floor(rest / 10)
      room[at] = 48 + (rest - next * 10)
      rest = next
    }
    this.#length += digits
  }

  /** All of it; valid until something is put in again. */
  take(): Uint8Array {
    const taken = this.#room.subarray(0, this.#length)
    this.#length = 0
    return taken
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#room.length) return
    const room = new Uint8Array(Math.max(this.#length + bytes, 2 * this.#room.length))
    room.set(this.#room.subarray(0, this.#length))
    this.#room = room
  }
}
