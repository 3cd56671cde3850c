import type { Arena } from '../parse/arena.js'
import type { EphemeronNames } from '../parse/ephemeron-names.js'
import type { KernelExports } from './kernel.js'
import { ASIDE_CAPACITY, newStatus, type ParseKernel } from './parse-kernel.js'
import { type EdgeTarget, type NodeTarget, STRING_EDGES } from './row-targets.js'

/** Four rows of so many fields fit the kernel's scratch many times over. */
const MAX_FIELDS = 16
/** Type numbers that the kernel looks up at once. */
const USUAL_TYPES = 16

type KernelFunction = (...args: number[]) => number

/** What the kernel's functions for nodes take alike, and in every call. */
function nodeArguments(target: NodeTarget): number[] {
  return [
    target.fieldCount,
    target.type,
    target.name,
    target.id,
    target.selfSize,
    target.edgeCount,
    target.detachedness,
    target.kindCodes.byteOffset,
    target.nodeKinds.byteOffset,
    target.nodeNames.byteOffset,
    target.nodeIds.byteOffset,
    target.nodeSizes.byteOffset,
    target.firstEdges.byteOffset,
    target.edgeLimit,
  ]
}

/** Hands views to the compiled loops as pointers, and reads back what they leave in memory. */
export class WasmParseKernel implements ParseKernel {
  readonly status = newStatus()
  readonly asideAt: Uint32Array
  readonly asideValues: Float64Array
  /** As the kernel's `Left`: position, stopped, number put aside; for rows: edges and greatest name. */
  readonly #left: Uint32Array
  readonly #integers: KernelFunction
  readonly #nodeRows: KernelFunction
  readonly #edgeRows: KernelFunction
  readonly #strings: KernelFunction
  readonly #rankPairs: KernelFunction
  readonly #nodeColumns: KernelFunction
  readonly #edgeColumns: KernelFunction
  /** Of the target that was filled last. Made anew for each batch, they would be what V8 optimizes first. */
  #nodeArguments: readonly number[] = []
  #nodeTarget: NodeTarget | undefined
  /** By type number of edges: 255 where a string names them. */
  readonly #stringTypes: Uint8Array

  constructor(exports: KernelExports, arena: Arena) {
    this.asideAt = arena.uint32(ASIDE_CAPACITY)
    this.asideValues = arena.float64(ASIDE_CAPACITY)
    this.#left = arena.uint32(8)
    this.#integers = exported(exports, 'integers')
    this.#nodeRows = exported(exports, 'nodeRows')
    this.#edgeRows = exported(exports, 'edgeRows')
    this.#strings = exported(exports, 'strings')
    this.#rankPairs = exported(exports, 'rankPairs')
    this.#nodeColumns = exported(exports, 'nodeColumns')
    this.#edgeColumns = exported(exports, 'edgeColumns')
    this.#stringTypes = arena.uint8(USUAL_TYPES)
  }

  integers(input: Uint8Array, from: number, to: number, out: Uint32Array, count: number): number {
    const base = input.byteOffset
    const total = this.#integers(
      base + from,
      base + to,
      out.byteOffset,
      count,
      out.length,
      this.asideAt.byteOffset,
      this.asideValues.byteOffset,
      this.#left.byteOffset,
    )
    this.status.position = (this.#left[0] as number) - base
    this.status.stopped = this.#left[1] as number
    this.status.asideCount = this.#left[2] as number
    return total
  }

  nodeRows(rows: Uint32Array, rowCount: number, target: NodeTarget): void {
    this.#left[0] = target.edges
    this.#left[1] = target.maxName
    const bad = this.#nodeRows(
      rows.byteOffset,
      rowCount,
      target.row,
      this.#left.byteOffset,
      ...this.#argumentsFor(target),
    )
    this.status.badRow = bad
    target.row += bad < 0 ? rowCount : bad
    target.edges = this.#left[0] as number
    target.maxName = this.#left[1] as number
  }

  #argumentsFor(target: NodeTarget): readonly number[] {
    if (this.#nodeTarget !== target) this.#nodeArguments = nodeArguments(target)
    this.#nodeTarget = target
    return this.#nodeArguments
  }

  edgeRows(rows: Uint32Array, rowCount: number, target: EdgeTarget): void {
    this.#left[1] = target.maxName
    const { inverse, twos } = target.division
    const bad = this.#edgeRows(
      rows.byteOffset,
      rowCount,
      target.fieldCount,
      target.type,
      target.nameOrIndex,
      target.toNode,
      target.kindCodes.byteOffset,
      inverse,
      twos,
      target.nodeCount,
      STRING_EDGES,
      target.edgeTargets.byteOffset,
      target.edgeNames?.byteOffset ?? 0,
      target.row,
      this.#left.byteOffset,
    )
    this.status.badRow = bad
    target.row += bad < 0 ? rowCount : bad
    target.maxName = this.#left[1] as number
  }

  nodeColumns(input: Uint8Array, from: number, to: number, target: NodeTarget): number {
    if (target.fieldCount > MAX_FIELDS) return 0
    const base = input.byteOffset
    this.#left[0] = target.edges
    this.#left[1] = target.maxName
    const count = this.#nodeColumns(
      base + from,
      base + to,
      target.row,
      target.nodeKinds.length,
      this.#left.byteOffset,
      ...this.#argumentsFor(target),
    )
    target.row += count
    target.edges = this.#left[0] as number
    target.maxName = this.#left[1] as number
    this.status.position = (this.#left[2] as number) - base
    return count
  }

  edgeColumns(input: Uint8Array, from: number, to: number, target: EdgeTarget): number {
    if (target.fieldCount > MAX_FIELDS) return 0
    const base = input.byteOffset
    this.#left[1] = target.maxName
    if (target.row === 0) {
      for (let type = 0; type < USUAL_TYPES; type++) {
        const isNamed = ((STRING_EDGES >> (target.kindCodes[type] as number)) & 1) === 1
        this.#stringTypes[type] = isNamed ? 255 : 0
      }
    }
    const { inverse, twos } = target.division
    const count = this.#edgeColumns(
      base + from,
      base + to,
      target.fieldCount,
      target.type,
      target.nameOrIndex,
      target.toNode,
      target.kindCodes.byteOffset,
      this.#stringTypes.byteOffset,
      inverse,
      twos,
      target.nodeCount,
      target.edgeTargets.byteOffset,
      target.edgeNames?.byteOffset ?? 0,
      target.row,
      target.edgeTargets.length,
      this.#left.byteOffset,
    )
    target.row += count
    target.maxName = this.#left[1] as number
    this.status.position = (this.#left[2] as number) - base
    return count
  }

  strings(
    input: Uint8Array,
    from: number,
    to: number,
    out: Uint32Array,
    pairs: Uint32Array,
    first: number,
    every: number,
  ): number {
    const base = input.byteOffset
    const count = this.#strings(
      base + from,
      base + to,
      base,
      out.byteOffset,
      out.length,
      pairs.byteOffset,
      pairs.length,
      first,
      every,
      this.#left.byteOffset,
    )
    this.status.position = (this.#left[0] as number) - base
    this.status.stopped = this.#left[1] as number
    this.status.nextIndex = this.#left[2] as number
    this.status.pairCount = this.#left[3] as number
    return count
  }

  rankPairs(
    pairs: Uint32Array,
    count: number,
    { bits, ranks, tables }: Omit<EphemeronNames, 'count'>,
    rank: number,
    ranked: number,
  ): number {
    const arrays = [pairs.byteOffset, count, bits.byteOffset, ranks.byteOffset, tables.byteOffset]
    return this.#rankPairs(...arrays, rank, ranked)
  }
}

function exported(exports: KernelExports, name: string): KernelFunction {
  const found = exports[name]
  if (found === undefined) throw new Error(`The kernel has no function ${name}`)
  return found
}
