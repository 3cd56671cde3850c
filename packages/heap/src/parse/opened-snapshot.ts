import { createJavaScriptKernel } from '../kernel/javascript-kernel.js'
import type { Kernel } from '../kernel/kernel.js'
import { STRING_EDGES } from '../kernel/row-targets.js'
import { SnapshotError } from '../snapshot-error.js'
import type { SourceFile } from '../source/source-file.js'
import type { SnapshotColumns } from './columns.js'
import type { EdgeReceiver } from './edge-receiver.js'
import type { EphemeronNames } from './ephemeron-names.js'
import type { ParsedSnapshot, SnapshotLocation } from './parsed-snapshot.js'
import { readLocations } from './read-locations.js'
import type { ReadPosition } from './read-position.js'
import { RememberedTexts } from './remembered-texts.js'
import type { SnapshotHeader } from './snapshot-header.js'
import type { SnapshotSections } from './snapshot-sections.js'
import type { StringTable } from './string-table.js'

/** What parsing left: views of the kernel's memory, and the file. */
export class OpenedSnapshot implements ParsedSnapshot {
  readonly header: SnapshotHeader
  readonly ephemeronNames: EphemeronNames
  readonly bytesRead: number
  #columns: SnapshotColumns
  #sections: SnapshotSections | undefined
  #locationsRead = false
  readonly #names = new RememberedTexts()
  readonly #file: SourceFile | undefined
  readonly #position: ReadPosition

  constructor(sections: SnapshotSections, position: ReadPosition, file: SourceFile | undefined) {
    const { header, nodes } = sections
    const edges = sections.edges as EdgeReceiver
    this.header = header
    this.bytesRead = position.bytesRead
    this.#sections = sections
    this.#file = file
    this.#position = position
    this.#columns = {
      nodeCount: header.nodeCount,
      edgeCount: header.edgeCount,
      nodeKinds: nodes.target.nodeKinds,
      nodeNames: nodes.target.nodeNames,
      nodeIds: nodes.target.nodeIds,
      nodeSizes: nodes.target.nodeSizes,
      firstEdges: nodes.target.firstEdges,
      edgeTargets: edges.target.edgeTargets,
      edgeNames: edges.target.edgeNames,
      wideIds: nodes.wideIds,
      wideSizes: nodes.wideSizes,
    }
    const limit = edges.target.maxName + 1
    this.ephemeronNames = sections.ephemeronNames(limit)
  }

  get columns(): SnapshotColumns {
    return this.#columns
  }

  get strings(): StringTable {
    return this.#opened().strings as StringTable
  }

  get kernel(): Kernel {
    return this.#opened().kernel
  }

  edgeName(edge: number): string | number {
    const { edgeNames, edgeTargets } = this.#columns
    const { edgeNames: inFile, strings } = this.#opened()
    const name = edgeNames === undefined ? (inFile?.read(edge) as number) : (edgeNames[edge] as number)
    const named = (STRING_EDGES >> ((edgeTargets[edge] as number) & 7)) & 1
    return named ? this.#names.text(strings as StringTable, name) : name
  }

  releaseEdgeNames(): Uint32Array | undefined {
    const { edgeNames } = this.#columns
    if (this.#file === undefined || edgeNames === undefined) return undefined
    this.#columns = { ...this.#columns, edgeNames: undefined }
    return edgeNames
  }

  location(node: number): SnapshotLocation | undefined {
    const { locations, locationsOffset } = this.#opened()
    if (!this.#locationsRead && this.#file !== undefined && locationsOffset !== undefined) {
      readLocations(this.#file, locationsOffset, locations, createJavaScriptKernel(), this.#position)
    }
    this.#locationsRead = true
    return locations.find(node)
  }

  close(): void {
    this.#file?.close()
    this.#sections = undefined
    const none = new Uint32Array(0)
    this.#columns = {
      ...this.#columns,
      nodeKinds: new Uint8Array(0),
      nodeNames: none,
      nodeIds: none,
      nodeSizes: none,
      firstEdges: none,
      edgeTargets: none,
      edgeNames: none,
    }
  }

  #opened(): SnapshotSections {
    if (this.#sections !== undefined) return this.#sections
    throw new SnapshotError('ERR_PLIMSOLL_SNAPSHOT_CLOSED', 'Expected an open snapshot: this one is closed')
  }
}
