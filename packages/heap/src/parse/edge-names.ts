import type { ParseKernel } from '../kernel/parse-kernel.js'
import type { SourceFile } from '../source/source-file.js'
import { GrowingList } from './growing-list.js'
import { InputWindow } from './input-window.js'
import type { ReadPosition } from './read-position.js'
import { BATCH_BYTES } from './row-section.js'
import type { EdgeLayout } from './snapshot-header.js'

/** What the section was parsed with: it lies idle once that is done. */
export interface EdgeNamesTools {
  readonly kernel: ParseKernel
  readonly window: InputWindow
  readonly rows: Uint32Array
}

/** Reads names of edges again where they stand in the file: one read of 64 KB for edges of one neighbourhood. */
export class EdgeNamesInFile {
  /** How many integers of the section stand before each of the offsets. */
  readonly #integers = new GrowingList()
  readonly #offsets = new GrowingList()
  readonly #file: SourceFile
  readonly #layout: EdgeLayout
  readonly #position: ReadPosition
  readonly #tools: EdgeNamesTools
  readonly #room: Uint8Array

  constructor(file: SourceFile, layout: EdgeLayout, position: ReadPosition, tools: EdgeNamesTools) {
    this.#file = file
    this.#layout = layout
    this.#position = position
    this.#tools = tools
    const { bytes } = tools.window
    const { slack } = InputWindow
    this.#room = bytes.subarray(slack, Math.min(slack + BATCH_BYTES, bytes.length - slack))
  }

  addBatch(integerCount: number, offset: number): void {
    this.#integers.push(integerCount)
    this.#offsets.push(offset)
  }

  /** The string index or element index of an edge. */
  read(edge: number): number {
    const wanted = edge * this.#layout.fieldCount + this.#layout.nameOrIndex
    const batch = this.#integers.lastUpTo(wanted)
    const skip = wanted - this.#integers.at(batch)
    const found = this.#integerAt(this.#offsets.at(batch), skip)
    if (found !== undefined) return found
    throw this.#position.error(
      'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
      `Expected edge ${edge} where it was before: the file has changed`,
    )
  }

  /** The integer that `skip` others stand before, counted from an offset where one begins. */
  #integerAt(offset: number, skip: number): number | undefined {
    const { kernel, rows } = this.#tools
    for (let at = offset, before = 0; ; ) {
      const length = this.#file.readNow(this.#room, at)
      const count = kernel.integers(this.#room, 0, length, rows, 0)
      if (skip < before + count) return rows[skip - before]
      if (count === 0) return undefined
      before += count
      at += kernel.status.position
    }
  }
}
