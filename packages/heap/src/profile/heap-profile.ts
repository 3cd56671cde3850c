import type { CallTree } from './call-tree.js'
import { type GroupBy, groupNodes, heaviestNodes } from './group-nodes.js'
import type { HeapFrame } from './heap-frame.js'

/** More functions than a person reads; a runaway recursion has thousands. */
export const STACK_DEPTH = 64

/** A sampled object that was alive when the profile was taken. */
export interface HeapSample {
  readonly node: number
  /** Which of all sampled allocations it was: the later, the higher. */
  readonly ordinal: number
  /** Bytes for which the object stands, itself included. The same in every profile that holds it. */
  readonly bytes: number
}

/** What one place in the code has allocated and is still alive. */
export interface HeapSite {
  /** The innermost function that `by` asked for. */
  readonly frame: HeapFrame
  /** The stack with most of the bytes, innermost first. */
  readonly stack: readonly HeapFrame[]
  /** Estimated from the samples. */
  readonly bytes: number
  /** How many sampled objects the estimate rests on: its error is about one in the root of that. */
  readonly samples: number
}

export interface SiteOptions {
  /**
   * What makes one site: the whole `'stack'`, the innermost `'function'` that has a file, the innermost in `'code'`
   * that is not Node's own, or the innermost of the `'application'`, outside of installed packages, too.
   *
   * @default 'function'
   */
  readonly by?: GroupBy
  /**
   * Functions kept of each stack.
   *
   * @default 64
   */
  readonly stackDepth?: number
}

/** A sampling heap profile: who allocated what was alive when it was taken. Read by {@link readHeapProfile}. */
export class HeapProfile {
  /** Estimated bytes of all sites. */
  readonly bytes: number
  /** Sampled objects of all sites. */
  readonly sampleCount: number
  readonly tree: CallTree
  readonly nodeBytes: Float64Array
  readonly nodeSamples: Float64Array
  /** Absent in a merged profile and in files of old producers: they cannot tell ages. */
  readonly samples: readonly HeapSample[] | undefined

  constructor(
    tree: CallTree,
    nodeBytes: Float64Array,
    nodeSamples: Float64Array,
    samples?: readonly HeapSample[],
  ) {
    this.tree = tree
    this.nodeBytes = nodeBytes
    this.nodeSamples = nodeSamples
    this.samples = samples
    this.bytes = nodeBytes.reduce((sum, bytes) => sum + bytes, 0)
    this.sampleCount = nodeSamples.reduce((sum, count) => sum + count, 0)
  }

  /** The sites, most bytes first. Takes about a microsecond for each node of the profile. */
  sites({ by = 'function', stackDepth = STACK_DEPTH }: SiteOptions = {}): HeapSite[] {
    const groups = groupNodes(this.tree, by)
    const heaviest = heaviestNodes(groups, this.nodeBytes)
    const bytes = new Float64Array(heaviest.length)
    const samples = new Float64Array(heaviest.length)
    for (let node = 0; node < this.tree.size; node += 1) {
      const group = groups.groupOf[node] as number
      bytes[group] = (bytes[group] as number) + (this.nodeBytes[node] as number)
      samples[group] = (samples[group] as number) + (this.nodeSamples[node] as number)
    }
    return groups.heads
      .map((frame, group) => ({
        frame,
        stack: this.tree.stack(heaviest[group] as number, stackDepth),
        bytes: bytes[group] as number,
        samples: samples[group] as number,
      }))
      .filter((site) => site.bytes > 0)
      .sort((left, right) => right.bytes - left.bytes)
  }
}
