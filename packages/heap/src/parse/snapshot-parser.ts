import { HeaderReader } from './header-reader.js'
import { InputWindow } from './input-window.js'
import { parseHeader } from './parse-header.js'
import type { ParserPlan } from './parser-plan.js'
import { ReadPosition } from './read-position.js'
import { SectionSwitch } from './section-switch.js'
import { type Section, SnapshotSections } from './snapshot-sections.js'

/**
 * Reads a snapshot that is pushed into it, in pieces of any length.
 *
 * `feed` copies; where the pieces can be read straight into `windows`, `parse` does not.
 */
export class SnapshotParser {
  readonly position = new ReadPosition()
  /** What has been read; absent until the header is complete. */
  sections: SnapshotSections | undefined
  readonly #plan: ParserPlan
  readonly #header = new HeaderReader(this.position)
  readonly #switch = new SectionSwitch(this.position)
  #section: Section | undefined
  /** What the last window left over: the start of a number or of a string. */
  #carried = new Uint8Array(0)
  #offset = 0
  #lastString: number | undefined

  constructor(plan: ParserPlan) {
    this.#plan = plan
  }

  /** Whether nothing more is needed of the source for now. */
  get satisfied(): boolean {
    const { sections } = this
    if (this.#plan.parts === 'all' || this.#plan.file === undefined || sections === undefined) return false
    if (this.#lastString !== undefined) return (sections.strings?.count ?? 0) > this.#lastString
    return sections.has('nodes') && this.#section === undefined
  }

  /** Whether the snapshot has been read to its end. */
  get ended(): boolean {
    return this.#switch.ended
  }

  /** Offset in the source of what is to be read next. */
  get offset(): number {
    return this.#offset
  }

  /** Nodes are read: goes on at the end of a section until string `last` is known. */
  wantStrings(last: number): void {
    this.#lastString = last
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
      this.#prepare(header.value)
    }
    const [window] = (this.sections as unknown as SnapshotSections).windows
    for (let from = 0; from < rest.length; from += window.room.length) {
      const piece = rest.subarray(from, from + window.room.length)
      window.room.set(piece)
      this.parse(window, piece.length)
    }
  }

  /** Reads the first `length` bytes of a window's room. */
  parse(window: InputWindow, length: number): void {
    const sections = this.sections as SnapshotSections
    const { bytes } = window
    const to = InputWindow.lead + length
    let at = InputWindow.lead - this.#carried.length
    bytes.set(this.#carried, at)
    sections.windowOffset = this.#offset - InputWindow.lead
    this.#advance(length)
    while (at < to && !this.satisfied) {
      if (this.#section === undefined) {
        at = this.#switch.consume(bytes, at, to)
        if (at === to) break
        this.#section = sections.open(this.#switch.key, bytes[at] as number, at)
      }
      const before = at
      at = this.#section.consume(bytes, at, to)
      if (this.#section.ended) {
        this.#section = undefined
        this.#switch.next()
      } else if (at === before) break
    }
    // Once satisfied it goes on elsewhere, or right behind what it has read.
    if (this.satisfied) this.#offset = sections.windowOffset + at
    this.#carried = this.satisfied ? new Uint8Array(0) : bytes.slice(at, to)
  }

  #advance(length: number): void {
    this.#offset += length
    this.position.bytesRead += length
  }

  /** Call it when the source has ended: throws where something is missing. */
  finish(): SnapshotSections {
    const { sections } = this
    if (sections === undefined) throw this.#header.unfinished()
    if (this.satisfied) return sections
    if (!this.#switch.ended) {
      throw this.position.error(
        'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
        'Expected the snapshot to go on, but the source has ended: was it cut off while it was written?',
      )
    }
    if (this.#plan.parts === 'all' || this.#plan.file === undefined) this.#checkSections(sections)
    return sections
  }

  #prepare(value: unknown): void {
    const header = parseHeader(value, this.position)
    const { nodeCount, edgeCount, node, edge } = header
    const totalBytes = this.#plan.file?.sizeBytes
    // A field has at least a digit and what parts it from the next.
    const leastBytes = 2 * (nodeCount * node.fieldCount + edgeCount * edge.fieldCount)
    if (totalBytes !== undefined && leastBytes > totalBytes) {
      throw this.position.error(
        'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
        `Expected at least ${leastBytes} bytes for ${nodeCount} nodes and ${edgeCount} edges, the file has ${totalBytes}`,
      )
    }
    this.sections = new SnapshotSections(header, this.#plan, this.position)
  }

  #checkSections(sections: SnapshotSections): void {
    const { nodes, edges, strings, header } = sections
    const missing = ['nodes', 'edges', 'strings'].find((key) => !sections.has(key))
    if (missing !== undefined) throw this.position.format(`Expected a section ${missing}`)
    if (nodes.target.edges !== header.edgeCount) {
      throw this.position.format(
        `Expected the nodes to have ${header.edgeCount} edges as the header tells, got ${nodes.target.edges}`,
      )
    }
    const greatest = Math.max(nodes.target.maxName, edges?.target.maxName ?? 0)
    const count = strings?.count ?? 0
    if (greatest >= count) {
      throw this.position.format(`Expected names among the ${count} strings, got one at ${greatest}`)
    }
  }
}
