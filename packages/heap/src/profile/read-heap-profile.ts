import { type CallTree, CallTreeBuilder, ROOT } from './call-tree.js'
import { HeapProfile, type HeapSample } from './heap-profile.js'
import { amount, isRecord, list, malformed, type ProfileRecord, wholeNumber } from './profile-fields.js'
import { parseProfileText } from './profile-text.js'
import { readFrame } from './read-frame.js'

/** V8 keeps 128 functions of a stack unless told otherwise; every stack is walked node by node later. */
const MAX_DEPTH = 1000

export interface ReadHeapProfileOptions {
  /**
   * The longest text that is parsed, in bytes.
   *
   * @default 67108864
   */
  readonly maxBytes?: number
  /**
   * The most nodes, and the most samples, that are read. Each takes about 200 bytes.
   *
   * @default 1000000
   */
  readonly maxNodes?: number
}

/**
 * Reads a sampling heap profile: the `profile` with which the inspector's `HeapProfiler.getSamplingProfile` and
 * `stopSampling` answer, what `v8.startHeapProfile().stop()` of Node 26 returns, or the text of a
 * `.heapprofile` file.
 *
 * Throws a `SnapshotError` with the code `ERR_PLIMSOLL_PROFILE_FORMAT` that says what is wrong and where.
 * Takes 1 to 2 microseconds for each node and sample.
 */
export function readHeapProfile(source: unknown, options: ReadHeapProfileOptions = {}): HeapProfile {
  const { maxBytes = 64 * 1024 * 1024, maxNodes = 1_000_000 } = options
  const profile = parseProfileText(source, maxBytes)
  if (!isRecord(profile)) throw malformed('Expected a sampling heap profile: an object with a `head`')
  const { tree, bytes, nodeOfId } = readTree(profile.head, maxNodes)
  const samples = profile.samples === undefined ? undefined : readSamples(profile.samples, nodeOfId, maxNodes)
  const nodeSamples = new Float64Array(tree.size)
  for (const { node } of samples ?? []) nodeSamples[node] = (nodeSamples[node] as number) + 1
  return new HeapProfile(tree, Float64Array.from(bytes), nodeSamples, samples)
}

interface ReadTree {
  readonly tree: CallTree
  /** By node, what it allocated itself. */
  readonly bytes: readonly number[]
  /** The samples go by the ids of the file. */
  readonly nodeOfId: ReadonlyMap<number, number>
}

interface PendingNode {
  readonly source: unknown
  readonly parent: number
  readonly depth: number
}

function readTree(head: unknown, maxNodes: number): ReadTree {
  const tree = new CallTreeBuilder()
  const bytes = [0]
  const nodeOfId = new Map<number, number>()
  const pending: PendingNode[] = [{ source: head, parent: ROOT, depth: 0 }]
  for (let index = 0; ; index += 1) {
    const next = pending.pop()
    if (next === undefined) return { tree, bytes, nodeOfId }
    const { source, parent, depth } = next
    if (!isRecord(source)) throw malformed(`Expected node ${index} to be an object`)
    const frame = readFrame(source, index)
    const node = frame === undefined ? parent : tree.child(parent, frame)
    bytes[node] = (bytes[node] ?? 0) + amount(source, 'selfSize', 'node', index)
    // Files of old producers have neither ids nor samples.
    if (source.id !== undefined) {
      const id = wholeNumber(source, 'id', 'node', index)
      if (nodeOfId.has(id)) throw malformed(`Expected the id ${id} of node ${index} to be its own`)
      nodeOfId.set(id, node)
    }
    const children = list(source, 'children', 'node', index)
    // Counted as it goes: an object that holds itself has no end.
    if (index + pending.length + children.length >= maxNodes) {
      throw malformed(`Expected at most ${maxNodes} nodes`)
    }
    if (depth > MAX_DEPTH) throw malformed(`Expected stacks of at most ${MAX_DEPTH} functions`)
    for (const child of children) pending.push({ source: child, parent: node, depth: depth + 1 })
  }
}

function readSamples(
  sources: unknown,
  nodeOfId: ReadonlyMap<number, number>,
  maxSamples: number,
): HeapSample[] {
  if (!Array.isArray(sources)) throw malformed('Expected `samples` to be an array')
  if (sources.length > maxSamples) throw malformed(`Expected at most ${maxSamples} samples`)
  return sources.map((sample: unknown, index) => readSample(sample, index, nodeOfId))
}

function readSample(source: unknown, index: number, nodeOfId: ReadonlyMap<number, number>): HeapSample {
  if (!isRecord(source)) throw malformed(`Expected sample ${index} to be an object`)
  const record: ProfileRecord = source
  // V8 goes on sampling while it lists the tree: the list of samples may hold some whose nodes came too late for it.
  const node = nodeOfId.get(wholeNumber(record, 'nodeId', 'sample', index)) ?? ROOT
  const ordinal = wholeNumber(record, 'ordinal', 'sample', index)
  return { node, ordinal, bytes: amount(record, 'size', 'sample', index) }
}
