import { HeaderReader } from './header-reader.js'
import { InputWindow } from './input-window.js'
import { ReadPosition } from './read-position.js'
import { SectionSwitch } from './section-switch.js'

/** Reads a section, wherever its bytes are cut. */
export interface Section {
  readonly ended: boolean
  /** Returns the place behind what has been read. */
  consume(bytes: Uint8Array, from: number, to: number): number
}

/** What becomes of the sections of a snapshot; made when its header is known. */
export interface SectionSet {
  readonly windows: readonly [InputWindow, InputWindow]
  /** Offset in the source of the first byte of the window that is being read. */
  windowOffset: number
  /** The reader for the value that begins at the place `at` of the window. */
  open(key: string, firstByte: number, at: number): Section
  /** Bytes between sections. */
  pass?(bytes: Uint8Array, from: number, to: number): void
}

/**
 * Takes a snapshot apart into its sections, pushed into it in pieces of any length.
 *
 * `feed` copies; where the pieces can be read straight into `windows`, `parse` does not.
 */
export abstract class SectionReader<S extends SectionSet> {
  readonly position = new ReadPosition()
  /** What has been read; absent until the header is complete. */
  sections: S | undefined
  protected section: Section | undefined
  readonly #header = new HeaderReader(this.position)
  readonly #switch = new SectionSwitch(this.position)
  /** What the last window left over: the start of a number or of a string. */
  #carried = new Uint8Array(0)
  #offset = 0

  /** @param value the header, of which nothing has been checked */
  protected abstract prepare(value: unknown): S

  /** Whether nothing more is needed of the source for now. */
  get satisfied(): boolean {
    return false
  }

  /** Whether the snapshot has been read to its end. */
  get ended(): boolean {
    return this.#switch.ended
  }

  /** Offset in the source of what is to be read next. */
  get offset(): number {
    return this.#offset
  }

  /** @param offset behind the last byte of a section */
  resumeAt(offset: number): void {
    this.#offset = offset
    this.#carried = new Uint8Array(0)
    this.#switch.next()
  }

  feed(bytes: Uint8Array): void {
    let rest = bytes
    if (this.sections === undefined) {
      const header = this.#header.push(rest)
      this.#advance(header?.used ?? rest.length)
      if (header === undefined) return
      rest = rest.subarray(header.used)
      this.sections = this.prepare(header.value)
      const text = this.#header.text
      this.sections.pass?.(text, 0, text.length)
    }
    const [window] = (this.sections as SectionSet).windows
    for (let from = 0; from < rest.length; from += window.room.length) {
      const piece = rest.subarray(from, from + window.room.length)
      window.room.set(piece)
      this.parse(window, piece.length)
    }
  }

  /** Reads the first `length` bytes of a window's room. */
  parse(window: InputWindow, length: number): void {
    const sections = this.sections as S
    const { bytes } = window
    const to = InputWindow.lead + length
    let at = InputWindow.lead - this.#carried.length
    bytes.set(this.#carried, at)
    sections.windowOffset = this.#offset - InputWindow.lead
    this.#advance(length)
    while (at < to && !this.satisfied) {
      const before = at
      if (this.section === undefined) {
        at = this.#switch.consume(bytes, at, to)
        sections.pass?.(bytes, before, at)
        if (at === to) break
        this.section = sections.open(this.#switch.key, bytes[at] as number, at)
      }
      const start = at
      at = this.section.consume(bytes, at, to)
      if (this.section.ended) {
        this.section = undefined
        this.#switch.next()
      } else if (at === start) break
    }
    // Once satisfied it goes on elsewhere, or right behind what it has read.
    if (this.satisfied) this.#offset = sections.windowOffset + at
    this.#carried = this.satisfied ? new Uint8Array(0) : bytes.slice(at, to)
  }

  /** Call it when the source has ended: throws where something is missing. */
  finish(): S {
    const { sections } = this
    if (sections === undefined) throw this.#header.unfinished()
    if (this.satisfied || this.#switch.ended) return sections
    throw this.position.error(
      'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
      'Expected the snapshot to go on, but the source has ended: was it cut off while it was written?',
    )
  }

  #advance(length: number): void {
    this.#offset += length
    this.position.bytesRead += length
  }
}
