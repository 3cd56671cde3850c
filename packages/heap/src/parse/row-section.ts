import { type ParseKernel, STOPPED } from '../kernel/parse-kernel.js'
import type { ReadPosition } from './read-position.js'

/**
 * What the two passes over the digits work on at a time: its integers stay in the L2 cache, and a file of 100 MB
 * takes 1,500 rounds in JavaScript; with four times as many V8 spends a tenth more, on optimizing them.
 */
export const BATCH_BYTES = 65_536
/** No number of a snapshot is longer; what is cut at the end of a window is carried over. */
const MAX_DIGITS = 64
const MINUS = 45

/** A row that is not complete is read again rather than kept, if it is no longer than this: so the next can be taken as bytes. */
const MAX_AGAIN = 4_096

/** What a section's rows are for. */
export interface RowReceiver {
  readonly fieldCount: number
  readonly rowLimit: number
  /**
   * Takes whole rows straight from `bytes[from, to)`, as far as they are as usual; returns how many, and leaves the
   * place behind them in the kernel's status. Absent, or `undefined`, where there is no such way.
   */
  takeBytes?(bytes: Uint8Array, from: number, to: number): number | undefined
  /** Takes `rowCount` rows from the start of `rows`; throws for a row that cannot be. */
  take(rows: Uint32Array, rowCount: number): void
  /** A field whose value is negative or does not fit 32 bits; its place in the row holds the low bits. */
  takeAside(row: number, field: number, value: number): void
}

/** Integers that a section needs room for: a batch, and the row that it begins in. */
export const rowsLength = (fieldCount: number): number => BATCH_BYTES / 2 + fieldCount + 64

/** Reads one array of numbers, row by row. */
export class RowSection {
  ended = false
  row = 0
  readonly #kernel: ParseKernel
  readonly #rows: Uint32Array
  readonly #receiver: RowReceiver
  readonly #position: ReadPosition
  readonly #onBatch: ((integers: number, at: number) => void) | undefined
  /** Integers at the start of `rows` whose row is not complete. */
  #carried = 0

  /** @param onBatch told how many integers stand before the place `at`, about every `BATCH_BYTES` */
  constructor(
    kernel: ParseKernel,
    rows: Uint32Array,
    receiver: RowReceiver,
    position: ReadPosition,
    onBatch?: (integers: number, at: number) => void,
  ) {
    this.#kernel = kernel
    this.#rows = rows
    this.#receiver = receiver
    this.#position = position
    this.#onBatch = onBatch
  }

  /** Returns the place behind what has been read: a number that may go on after `to` has not. */
  consume(bytes: Uint8Array, from: number, to: number): number {
    let at = from
    while (at < to) {
      this.#onBatch?.(this.row * this.#receiver.fieldCount + this.#carried, at)
      const until = Math.min(to, at + BATCH_BYTES)
      const taken = this.#carried > 0 ? 0 : this.#receiver.takeBytes?.(bytes, at, until)
      if (taken !== undefined && taken > 0) {
        this.row += taken
        at = this.#kernel.status.position
        continue
      }
      const carried = this.#carried
      const count = this.#kernel.integers(bytes, at, until, this.#rows, carried)
      const { position, stopped } = this.#kernel.status
      this.#takeAside()
      const rowCount = this.#takeRows(count)
      if (stopped === STOPPED.atBracket) return this.#end(position)
      if (stopped === STOPPED.atByte) {
        throw this.#position.format(`Expected a number in row ${this.row}, got byte ${bytes[position]}`)
      }
      if (stopped === STOPPED.atEnd && until - position > MAX_DIGITS) {
        throw this.#position.format(`Expected numbers of at most ${MAX_DIGITS} digits in row ${this.row}`)
      }
      const start = at
      at = position
      // All that is carried was read just now: it can be read again as part of its row.
      const isNew = rowCount > 0 || (carried === 0 && until === to)
      if (taken !== undefined && stopped === STOPPED.atEnd && isNew)
        at = this.#giveBack(bytes, start, position)
      if (until === to && stopped === STOPPED.atEnd) return at
    }
    return at
  }

  /** The place where the row that is not complete begins, and nothing is carried; or `position`, where that is far. */
  #giveBack(bytes: Uint8Array, from: number, position: number): number {
    let at = position
    for (let left = this.#carried; left > 0; left--) {
      while (!isOfNumber(bytes[at - 1])) at--
      // What stands before `from` is another window's.
      while (at > from && isOfNumber(bytes[at - 1])) at--
      if (position - at > MAX_AGAIN) return position
    }
    this.#carried = 0
    return at
  }

  #takeRows(count: number): number {
    const { fieldCount, rowLimit } = this.#receiver
    const rowCount = Math.floor(count / fieldCount)
    if (this.row + rowCount > rowLimit) {
      throw this.#position.format(`Expected the ${rowLimit} rows that the header tells of, got more`)
    }
    if (rowCount > 0) this.#receiver.take(this.#rows, rowCount)
    this.row += rowCount
    this.#carried = count - rowCount * fieldCount
    if (this.#carried > 0) this.#rows.copyWithin(0, rowCount * fieldCount, count)
    return rowCount
  }

  #takeAside(): void {
    const { fieldCount } = this.#receiver
    const { asideAt, asideValues, status } = this.#kernel
    for (let index = 0; index < status.asideCount; index++) {
      const place = asideAt[index] as number
      const row = this.row + Math.floor(place / fieldCount)
      this.#receiver.takeAside(row, place % fieldCount, asideValues[index] as number)
    }
  }

  #end(position: number): number {
    const { rowLimit } = this.#receiver
    if (this.#carried > 0 || (Number.isFinite(rowLimit) && this.row !== rowLimit)) {
      throw this.#position.format(
        `Expected ${Number.isFinite(rowLimit) ? `the ${rowLimit} rows that the header tells of` : 'whole rows'}, got ${
          this.row
        }${this.#carried > 0 ? ' and a part of one' : ''}`,
      )
    }
    this.ended = true
    return position + 1
  }
}

function isOfNumber(byte: number | undefined): boolean {
  return byte === MINUS || (byte !== undefined && (byte - 48) >>> 0 <= 9)
}
