import { createKernel } from '../kernel/create-kernel.js'
import type { Kernel } from '../kernel/kernel.js'
import { AfterBracket } from '../parse/after-bracket.js'
import { InputWindow } from '../parse/input-window.js'
import { JsonValueEnd } from '../parse/json-value-end.js'
import { PassedValue } from '../parse/passed-value.js'
import type { ReadPosition } from '../parse/read-position.js'
import { RowSection, rowsLength } from '../parse/row-section.js'
import type { Section, SectionSet } from '../parse/section-reader.js'
import type { SnapshotHeader } from '../parse/snapshot-header.js'
import { StringSection } from '../parse/string-section.js'
import { EdgeWatcher } from './edge-watcher.js'
import { NamedStrings } from './named-strings.js'
import { NodeRedactor } from './node-redactor.js'
import type { OutputBytes } from './output-bytes.js'
import { StringRedactor } from './string-redactor.js'
import { Copied, Rewritten } from './written-sections.js'

const SUNDRY_BYTES = 32_768

/** Sections on their way from a snapshot to its redacted copy. */
export class RedactingSections implements SectionSet {
  readonly windows: readonly [InputWindow, InputWindow]
  readonly nodes: NodeRedactor
  readonly strings: StringRedactor
  windowOffset = 0
  readonly #header: SnapshotHeader
  readonly #position: ReadPosition
  readonly #output: OutputBytes
  readonly #kernel: Kernel
  readonly #rows: Uint32Array
  readonly #found: Uint32Array
  readonly #named = new NamedStrings()
  readonly #seen = new Set<string>()

  constructor(header: SnapshotHeader, output: OutputBytes, windowBytes: number, position: ReadPosition) {
    const length = rowsLength(Math.max(header.node.fieldCount, header.edge.fieldCount))
    const input = 2 * InputWindow.bytesFor(windowBytes)
    this.#header = header
    this.#position = position
    this.#output = output
    this.#kernel = createKernel(
      input + 4 * length + 4 * StringSection.scratchLength + SUNDRY_BYTES,
      undefined,
    )
    const { arena } = this.#kernel
    this.windows = [new InputWindow(arena, windowBytes), new InputWindow(arena, windowBytes)]
    this.#rows = arena.uint32(length)
    this.#found = arena.uint32(StringSection.scratchLength)
    this.nodes = new NodeRedactor(header, this.#named, output, position)
    this.strings = new StringRedactor(this.#named, output)
  }

  /** The first of the sections that are not there. */
  get missing(): string | undefined {
    return ['nodes', 'edges', 'strings'].find((key) => !this.#seen.has(key))
  }

  open(key: string, firstByte: number): Section {
    this.#position.section = key
    if (this.#seen.has(key)) throw this.#position.format(`Expected ${key} once`)
    this.#seen.add(key)
    if (key !== 'nodes' && key !== 'edges' && key !== 'strings') {
      return new Copied(new PassedValue(new JsonValueEnd()), this.#output)
    }
    if (firstByte !== 91) throw this.#position.format(`Expected ${key} to be a list`)
    const { parse } = this.#kernel
    if (key === 'nodes') {
      return new Rewritten(new RowSection(parse, this.#rows, this.nodes, this.#position), this.#output)
    }
    if (key === 'edges') {
      const watcher = new EdgeWatcher(this.#header, this.#named, this.#position)
      const section = new RowSection(parse, this.#rows, watcher, this.#position)
      return new Copied(new AfterBracket(section), this.#output)
    }
    if (this.missing !== undefined) throw this.#position.format('Expected the strings behind nodes and edges')
    return new Rewritten(new StringSection(parse, this.#found, this.strings, this.#position), this.#output)
  }

  pass(bytes: Uint8Array, from: number, to: number): void {
    this.#output.bytes(bytes, from, to)
  }
}
