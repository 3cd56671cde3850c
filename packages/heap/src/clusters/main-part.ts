import type { GrowthTrie } from './growth-trie.js'

/** So many for each of what holds them are a collection that grew, and no part of something that was replaced. */
const COLLECTION = 8
/** Share of the whole that a part must have to stand for it. */
const MAIN_SHARE = 0.5
/** How far down something new is followed to find what there is much of. */
const MOST_STEPS = 32

/**
 * Finds what there is much of at or below a node that hangs on what is old.
 *
 * Mostly that is the node itself. But where there is but one of it for each holder, an array that was replaced by a
 * longer one, a cache that was made after the first snapshot, it is what there are many of below.
 *
 * @param heaviest by node: the child with most bytes below it, plus one
 * @param sums by node: bytes of it and of all below it
 */
export function mainPart(trie: GrowthTrie, heaviest: Uint32Array, sums: Float64Array, top: number): number {
  const enough = (sums[top] as number) * MAIN_SHARE
  if ((trie.counts[top] as number) > (trie.holderCounts[top] as number)) return top
  let node = top
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const child = (heaviest[node] as number) - 1
    if (child < 0 || (sums[child] as number) < enough) return top
    if ((trie.counts[child] as number) >= (trie.counts[node] as number) * COLLECTION) return child
    node = child
  }
  return top
}
