import { createKernel } from '../kernel/create-kernel.js'
import type { Kernel } from '../kernel/kernel.js'
import type { SourceFile } from '../source/source-file.js'
import { AfterBracket } from './after-bracket.js'
import { arenaBytes, keepsEdgeNames } from './arena-bytes.js'
import { EdgeNamesInFile } from './edge-names.js'
import { EdgeReceiver } from './edge-receiver.js'
import { EphemeronCollector } from './ephemeron-collector.js'
import type { EphemeronNames } from './ephemeron-names.js'
import { FileStrings } from './file-strings.js'
import { FlatArrayEnd } from './flat-array-end.js'
import { InputWindow } from './input-window.js'
import { JsonValueEnd } from './json-value-end.js'
import { KeptStrings } from './kept-strings.js'
import { LocationReceiver } from './location-section.js'
import { addNeededNames } from './needed-names.js'
import { NeededStrings } from './needed-strings.js'
import { NodeReceiver } from './node-receiver.js'
import type { ParserPlan } from './parser-plan.js'
import { PassedValue } from './passed-value.js'
import type { ReadPosition } from './read-position.js'
import { RowSection, rowsLength } from './row-section.js'
import type { Section, SectionSet } from './section-reader.js'
import type { SnapshotHeader } from './snapshot-header.js'
import { StringSection } from './string-section.js'

/** Arrays of numbers of which nothing is kept. */
const FLAT = new Set(['samples', 'trace_function_infos', 'locations', 'edges'])

/** All that a snapshot is read into, made when its header is known. */
export class SnapshotSections implements SectionSet {
  readonly header: SnapshotHeader
  readonly kernel: Kernel
  readonly windows: readonly [InputWindow, InputWindow]
  readonly nodes: NodeReceiver
  readonly edges: EdgeReceiver | undefined
  readonly edgeNames: EdgeNamesInFile | undefined
  readonly ephemerons: EphemeronCollector | undefined
  readonly locations: LocationReceiver
  strings: FileStrings | KeptStrings | undefined
  /** Offset of the locations in the file. */
  locationsOffset: number | undefined
  windowOffset = 0
  readonly #file: SourceFile | undefined
  readonly #position: ReadPosition
  readonly #rows: Uint32Array
  readonly #found: Uint32Array
  readonly #seen = new Set<string>()

  constructor(header: SnapshotHeader, plan: ParserPlan, position: ReadPosition) {
    this.header = header
    this.#file = plan.file
    this.#position = position
    this.kernel = createKernel(arenaBytes(header, plan), plan.kernel)
    const { arena } = this.kernel
    this.windows = [new InputWindow(arena, plan.windowBytes), new InputWindow(arena, plan.windowBytes)]
    const { node, edge, locationFields } = header
    this.#rows = arena.uint32(rowsLength(Math.max(node.fieldCount, edge.fieldCount, locationFields.length)))
    this.#found = arena.uint32(StringSection.scratchLength)
    this.nodes = new NodeReceiver(header, this.kernel, position)
    this.locations = new LocationReceiver(header)
    if (plan.parts === 'nodes') return
    this.edges = new EdgeReceiver(header, this.kernel, position, keepsEdgeNames(plan))
    this.ephemerons = new EphemeronCollector()
    if (this.#file === undefined) return
    const tools = { kernel: this.kernel.parse, window: this.windows[0], rows: this.#rows }
    this.edgeNames = new EdgeNamesInFile(this.#file, edge, position, tools)
  }

  has(key: string): boolean {
    return this.#seen.has(key)
  }

  open(key: string, firstByte: number, at: number): Section {
    this.#position.section = key
    if (this.#seen.has(key)) throw this.#position.format(`Expected ${key} once`)
    this.#seen.add(key)
    const list = firstByte === 91
    if (key === 'nodes' || key === 'edges' || key === 'strings') {
      if (!list) throw this.#position.format(`Expected ${key} to be a list`)
      if (key === 'nodes') return this.#openRows(this.nodes)
      if (key === 'strings') return this.#openStrings()
      if (this.edges !== undefined) return this.#openRows(this.edges, this.edgeNames)
    }
    if (key === 'locations' && list && this.locations.readable) {
      if (this.#file === undefined) return this.#openRows(this.locations)
      this.locationsOffset = this.windowOffset + at
    }
    return new PassedValue(list && FLAT.has(key) ? new FlatArrayEnd() : new JsonValueEnd())
  }

  /** @param limit strings from here on name no edge */
  ephemeronNames(limit: number): EphemeronNames {
    return (this.ephemerons as EphemeronCollector).collect(this.kernel, limit, this.#found)
  }

  #openRows(receiver: NodeReceiver | EdgeReceiver | LocationReceiver, names?: EdgeNamesInFile): Section {
    const onBatch =
      names && ((integers: number, at: number) => names.addBatch(integers, this.windowOffset + at))
    return new AfterBracket(new RowSection(this.kernel.parse, this.#rows, receiver, this.#position, onBatch))
  }

  #openStrings(): Section {
    if (!this.#seen.has('nodes') || (this.edges !== undefined && !this.#seen.has('edges'))) {
      throw this.#position.format('Expected the strings behind nodes and edges')
    }
    const strings =
      this.#file === undefined
        ? new KeptStrings(this.#neededStrings(), this.ephemerons)
        : new FileStrings(this.#file, this.#position, this.ephemerons)
    this.strings = strings
    const section = new StringSection(this.kernel.parse, this.#found, strings, this.#position)
    return new AfterBracket(section, () => {
      if (strings instanceof FileStrings) strings.setArrayOffset(this.windowOffset)
    })
  }

  #neededStrings(): NeededStrings {
    const { nodeCount, edgeCount } = this.header
    const length = Math.max(this.nodes.target.maxName, this.edges?.target.maxName ?? 0) + 1
    if (length > 4 * (nodeCount + edgeCount) + 65_536) {
      throw this.#position.error(
        'ERR_PLIMSOLL_SNAPSHOT_LIMIT',
        `Expected about as many strings as nodes and edges, got a name at ${length - 1}`,
      )
    }
    const needed = new NeededStrings(length)
    addNeededNames(needed, this.nodes.target, this.edges?.target)
    return needed
  }
}
