import { TripleTable } from '../diff/triple-table.js'
import { KIND_BITS } from '../graph/node-codes.js'
import { WIDE } from '../parse/columns.js'
import type { Attachments } from './attach-new.js'
import type { BackingStores } from './backing-stores.js'
import { type GrownHeap, isEngineKind, NODE } from './grown-heap.js'
import { GrowthTrie } from './growth-trie.js'
import { countFans, OldPaths } from './old-paths.js'
import { ANY_ELEMENT, type Steps } from './steps.js'

/** The trie of what grew, and who holds it. */
export interface Growth {
  readonly trie: GrowthTrie
  /** The node below which there is all that the engine makes for itself, by class; -1 when there is nothing of it. */
  readonly engine: number
}

/** No class has this slot: the node stands for many. */
const ENGINE_SLOT = 2 ** 31 - 1

/** Builds the trie: one step for each new object, and one for each old one on the way to it. */
export function growTrie(
  heap: GrownHeap,
  stores: BackingStores,
  steps: Steps,
  attachments: Attachments,
  ageCount: number,
): Growth {
  const { columns, ages, newRows, slots } = heap
  const { nodeKinds, nodeSizes, wideSizes } = columns
  const { holders, edges, directCounts } = attachments
  const trie = new GrowthTrie(ageCount)
  /** By row: its node plus one. */
  const nodes = new Uint32Array(columns.nodeCount)
  const pairs = new TripleTable()
  countFans(heap, steps, attachments)
  const old = new OldPaths(heap, stores, steps, trie, nodes)
  let engine = -1
  const sizeOf = (row: number): number => {
    const size = nodeSizes[row] as number
    return size === WIDE ? (wideSizes.get(row) ?? size) : size
  }
  const isEngines = (row: number, holder: number): boolean => {
    const kind = (nodeKinds[row] as number) & KIND_BITS
    if (isEngineKind((nodeKinds[holder] as number) & KIND_BITS)) return true
    return isEngineKind(kind) || kind === NODE.array
  }
  for (let at = 0; at < newRows.length; at++) {
    const row = newRows[at] as number
    const age = ages[row] as number
    const holder = holders[row] as number
    const fromOld = ages[holder] === 0
    let above = fromOld ? old.nodeOf(holder) : (nodes[holder] as number) - 1
    if (stores.isStore(row)) {
      trie.addStore(above, sizeOf(row))
      nodes[row] = above + 1
      continue
    }
    if (fromOld && isEngines(row, holder)) {
      if (engine === -1) engine = trie.newNode(old.nodeOf(0), ANY_ELEMENT, ENGINE_SLOT, row)
      above = engine
    } else if (engine !== -1 && trie.parent(above) === engine) {
      above = engine
    }
    if (above === engine && engine !== -1) {
      const part = trie.newNode(engine, ANY_ELEMENT, slots.slotOf(row), row)
      trie.add(part, age, sizeOf(row))
      nodes[row] = part + 1
      continue
    }
    const node = trie.newNode(above, steps.of(edges[row] as number, holder), slots.slotOf(row), row)
    trie.add(node, age, sizeOf(row))
    nodes[row] = node + 1
    if (!fromOld) continue
    const seen = pairs.size
    if (pairs.intern(node, holder, 0) !== seen) continue
    const count = (trie.holderCounts[node] as number) + 1
    trie.holderCounts[node] = count
    const main = trie.mainHolders[node] as number
    if (count === 1 || (directCounts[holder] as number) > (directCounts[main] as number)) {
      trie.mainHolders[node] = holder
    }
  }
  return { trie, engine }
}
