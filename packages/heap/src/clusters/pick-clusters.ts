import { TripleTable } from '../diff/triple-table.js'
import type { Growth } from './grow-trie.js'
import type { GrowthTrie } from './growth-trie.js'
import { Largest } from './largest.js'
import { mainPart } from './main-part.js'
import { ANY_KEY, isNamedStep } from './steps.js'

/** New objects under one holder, as nodes of the trie. */
export interface PickedCluster {
  /** What there is much of; `undefined` for what the engine made, and where a store alone was replaced. */
  readonly main: number | undefined
  /** Nodes that hang on the old holder in this way, that of the main one first. */
  readonly tops: readonly number[]
  /** The node of the old holder. */
  readonly holder: number
  /** Own bytes of all that is new below the holder in this way. */
  readonly bytes: number
}

/** Stands in a key for what hangs on a holder by steps without a name. */
const UNNAMED = 0

/**
 * Decides at which nodes of the trie the growth is told, and picks those with most bytes, at most `limit`.
 *
 * Many classes in one array, or keys and values, are one thing that grew; two properties of one object are two. What a
 * backing store took goes with what is in it.
 *
 * @param accept whether what there is much of is to be told; then what has no such thing is not
 */
export function pickClusters(
  { trie, engine }: Growth,
  limit: number,
  accept?: (main: number) => boolean,
): PickedCluster[] {
  const sums = subtreeBytes(trie)
  const heaviest = heaviestChildren(trie, sums)
  const groups = new TripleTable()
  const bytes: number[] = []
  const firstTops: number[] = []
  /** By node of a holder: the group with most bytes on it, plus one. */
  const richest = new Uint32Array(trie.size)
  const groupOf = (top: number): number => {
    const step = trie.step(top)
    return isNamedStep(step)
      ? groups.intern(trie.parent(top), step, trie.slot(top) + 1)
      : groups.intern(trie.parent(top), UNNAMED, UNNAMED)
  }
  const comesBefore = (one: number, other: number): boolean => {
    const keys = Number(trie.step(one) === ANY_KEY) - Number(trie.step(other) === ANY_KEY)
    return keys < 0 || (keys === 0 && (sums[one] as number) > (sums[other] as number))
  }
  for (let top = 0; top < trie.size; top++) {
    if (trie.holderCounts[top] === 0 || top === engine) continue
    const group = groupOf(top)
    bytes[group] = (bytes[group] ?? 0) + (sums[top] as number)
    const first = firstTops[group]
    if (first === undefined || comesBefore(top, first)) firstTops[group] = top
  }
  for (let group = 0; group < groups.size; group++) {
    const holder = groups.first(group)
    const rival = (richest[holder] as number) - 1
    if (rival < 0 || (bytes[group] as number) > (bytes[rival] as number)) richest[holder] = group + 1
  }
  const mainOf = (group: number): number => mainPart(trie, heaviest, sums, firstTops[group] as number)
  const largest = new Largest(limit)
  for (let node = 0; node < trie.size; node++) {
    const stored = trie.storeBytes[node] as number
    if (stored === 0 || trie.isNew(node)) continue
    const group = (richest[node] as number) - 1
    if (group >= 0) bytes[group] = (bytes[group] as number) + stored
    else if (accept === undefined) largest.offer(-1 - node, stored)
  }
  for (let group = 0; group < groups.size; group++) {
    if (accept === undefined || accept(mainOf(group))) largest.offer(group, bytes[group] as number)
  }
  const places = new Map(largest.items.map(({ item }, at) => [item, at]))
  const tops = largest.items.map(({ item }) => (item < 0 ? [] : [firstTops[item] as number]))
  for (let top = 0; top < trie.size; top++) {
    if (trie.holderCounts[top] === 0 || top === engine) continue
    const at = places.get(groupOf(top))
    if (at !== undefined && tops[at]?.[0] !== top) tops[at]?.push(top)
  }
  const picked = largest.items.map(({ item, weight }, at): PickedCluster => {
    if (item < 0) return { main: undefined, tops: [], holder: -1 - item, bytes: weight }
    return { main: mainOf(item), tops: tops[at] ?? [], holder: groups.first(item), bytes: weight }
  })
  if (engine === -1 || accept !== undefined) return picked
  const own = { main: undefined, tops: [engine], holder: trie.parent(engine), bytes: sums[engine] as number }
  return [...picked, own]
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
