import type { Growth } from './grow-trie.js'
import type { GrowthTrie } from './growth-trie.js'
import { ANY_KEY, isNamedStep } from './steps.js'

/** New objects under one holder, as nodes of the trie. */
export interface PickedCluster {
  /** What there is much of, and what else hangs there in the same way; empty when a store alone was replaced. */
  readonly mains: readonly number[]
  /** Those of the nodes above or at the mains that hang on what is old. */
  readonly tops: readonly number[]
  /** The node of the old holder. */
  readonly holder: number
  /** Own bytes of all that is new below the holder in this way. */
  readonly bytes: number
}

/** So many for each of what holds them are a collection that grew, and no part of something that was replaced. */
const COLLECTION = 8
/** Share of the whole that a part must have to stand for it. */
const MAIN_SHARE = 0.5
/** How far down something new is followed to find what there is much of. */
const MOST_STEPS = 32

/**
 * Decides at which nodes of the trie the growth is told.
 *
 * Mostly that is what hangs on an old object. But where there is but one of it for each holder, an array that was
 * replaced by a longer one, a cache that was made after the first snapshot, it is what there are many of below.
 */
export function pickClusters({ trie, holderCounts, engine }: Growth): PickedCluster[] {
  const sums = subtreeBytes(trie)
  const heaviest = heaviestChildren(trie, sums)
  const groups = new Map<string, number[]>()
  for (const top of holderCounts.keys()) {
    // Many classes in one array, or keys and values, are one thing that grew; two properties of one object are two.
    const key = isNamedStep(trie.step(top)) ? `${top}` : `${trie.parent(top)}/`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [top])
    else group.push(top)
  }
  const clusters: PickedCluster[] = []
  for (const tops of groups.values()) {
    const isKey = (top: number): number => (trie.step(top) === ANY_KEY ? 1 : 0)
    tops.sort((one, other) => isKey(one) - isKey(other) || (sums[other] as number) - (sums[one] as number))
    const mains = tops.map((top) => mainPart(trie, heaviest, sums, top, holderCounts.get(top) ?? 1))
    const bytes = tops.reduce((sum, top) => sum + (sums[top] as number), 0)
    clusters.push({ mains, tops, bytes, holder: trie.parent(tops[0] as number) })
  }
  clusters.sort((one, other) => other.bytes - one.bytes)
  const withStores = addStores(trie, clusters)
  if (engine === -1) return withStores
  const bytes = sums[engine] as number
  return [...withStores, { mains: [], tops: [engine], bytes, holder: trie.parent(engine) }]
}

/** By node: its own bytes and those of all below it. */
function subtreeBytes(trie: GrowthTrie): Float64Array {
  const sums = new Float64Array(trie.size)
  for (let node = trie.size - 1; node >= 0; node--) {
    if (!trie.isNew(node)) continue
    const sum = (sums[node] as number) + (trie.bytes[node] as number) + (trie.storeBytes[node] as number)
    sums[node] = sum
    const parent = trie.parent(node)
    if (parent >= 0 && trie.isNew(parent)) sums[parent] = (sums[parent] as number) + sum
  }
  return sums
}

/** By node: the child with most bytes below it, plus one. */
function heaviestChildren(trie: GrowthTrie, sums: Float64Array): Uint32Array {
  const heaviest = new Uint32Array(trie.size)
  for (let node = 0; node < trie.size; node++) {
    const parent = trie.parent(node)
    if (parent < 0 || !trie.isNew(node)) continue
    const rival = heaviest[parent] as number
    if (rival === 0 || (sums[node] as number) > (sums[rival - 1] as number)) heaviest[parent] = node + 1
  }
  return heaviest
}

function mainPart(
  trie: GrowthTrie,
  heaviest: Uint32Array,
  sums: Float64Array,
  top: number,
  holders: number,
): number {
  const enough = (sums[top] as number) * MAIN_SHARE
  if ((trie.counts[top] as number) > holders) return top
  let node = top
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const child = (heaviest[node] as number) - 1
    if (child < 0 || (sums[child] as number) < enough) return top
    if ((trie.counts[child] as number) >= (trie.counts[node] as number) * COLLECTION) return child
    node = child
  }
  return top
}

/** Gives the bytes of a replaced backing store to what hangs on its owner; where nothing does, it stands for itself. */
function addStores(trie: GrowthTrie, clusters: readonly PickedCluster[]): PickedCluster[] {
  const extra = new Map<number, number>()
  for (let node = 0; node < trie.size; node++) {
    const bytes = trie.storeBytes[node] as number
    if (bytes > 0 && !trie.isNew(node)) extra.set(node, bytes)
  }
  const told = clusters.map((cluster) => {
    const bytes = extra.get(cluster.holder) ?? 0
    extra.delete(cluster.holder)
    return bytes === 0 ? cluster : { ...cluster, bytes: cluster.bytes + bytes }
  })
  const alone = [...extra].map(([holder, bytes]) => ({ mains: [], tops: [], holder, bytes }))
  return [...told, ...alone]
}
