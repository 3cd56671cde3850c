import type { Kernel } from '../kernel/kernel.js'
import { SnapshotError } from '../snapshot-error.js'
import { readStrings } from '../source/read-strings.js'
import type { SourceFile } from '../source/source-file.js'
import type { ParsedNodes } from './parsed-snapshot.js'
import type { SnapshotHeader } from './snapshot-header.js'
import type { SnapshotParser } from './snapshot-parser.js'
import type { SnapshotSections } from './snapshot-sections.js'

/** Columns of nodes, and the parser that finds the names when they are asked for. */
export class OpenedNodes implements ParsedNodes {
  readonly header: SnapshotHeader
  readonly nodeCount: number
  readonly nodeKinds: Uint8Array
  readonly nodeNames: Uint32Array
  readonly nodeIds: Uint32Array
  readonly nodeSizes: Uint32Array
  readonly wideIds: ReadonlyMap<number, number>
  readonly wideSizes: ReadonlyMap<number, number>
  readonly nameCount: number
  readonly #parser: SnapshotParser
  readonly #file: SourceFile | undefined
  #sections: SnapshotSections | undefined

  constructor(parser: SnapshotParser, sections: SnapshotSections, file: SourceFile | undefined) {
    const { target, wideIds, wideSizes } = sections.nodes
    this.header = sections.header
    this.nodeCount = sections.header.nodeCount
    this.nodeKinds = target.nodeKinds
    this.nodeNames = target.nodeNames
    this.nodeIds = target.nodeIds
    this.nodeSizes = target.nodeSizes
    this.wideIds = wideIds
    this.wideSizes = wideSizes
    this.nameCount = target.maxName + 1
    this.#parser = parser
    this.#file = file
    this.#sections = sections
  }

  get kernel(): Kernel {
    return this.#opened().kernel
  }

  get bytesRead(): number {
    return this.#parser.position.bytesRead
  }

  async names(indices: ArrayLike<number>): Promise<string[]> {
    const sections = this.#opened()
    const wanted = Array.from(indices)
    const last = wanted.reduce((greatest, index) => Math.max(greatest, index), -1)
    if (this.#file !== undefined) await readStrings(this.#file, this.#parser, sections, last)
    const { strings } = this.#opened()
    return wanted.map((index) => {
      const text = strings?.text(index)
      if (text !== undefined || (strings !== undefined && index < strings.count)) return text ?? ''
      throw this.#parser.position.format(`Expected string ${index}, there are ${strings?.count ?? 0}`)
    })
  }

  close(): void {
    this.#file?.close()
    this.#sections?.kernel.recycle?.()
    this.#sections = undefined
  }

  #opened(): SnapshotSections {
    if (this.#sections !== undefined) return this.#sections
    throw new SnapshotError('ERR_PLIMSOLL_SNAPSHOT_CLOSED', 'Expected open nodes: these are closed')
  }
}
