import type { GraphKernel } from '../graph/graph-kernel.js'
import type { ParsedSnapshot } from '../parse/parsed-snapshot.js'
import { ageNodes } from './age-nodes.js'
import { attachNew } from './attach-new.js'
import { BackingStores } from './backing-stores.js'
import { ClassSlots } from './class-slots.js'
import { EdgeNames } from './edge-names.js'
import { gatherChains } from './gather-chains.js'
import { growTrie } from './grow-trie.js'
import type { GrownHeap } from './grown-heap.js'
import type { HeapCluster } from './heap-cluster.js'
import type { IdSet } from './id-set.js'
import { pickClusters } from './pick-clusters.js'
import { reachBytes, reachTree } from './reach.js'
import { Steps } from './steps.js'
import { ClusterTeller } from './tell-clusters.js'

/** So many are told; a heap that changed in more places has no place to look at. */
const MOST_CLUSTERS = 100

/** What a search for clusters takes from the arena of the snapshot it is in, in bytes. */
export function clusterBytes(nodeCount: number): number {
  return reachBytes(nodeCount)
}

/**
 * Groups what is new in a snapshot by where it is held. Linear, some 40 bytes a node. Yields every some tens of
 * milliseconds.
 *
 * @param earlier ids of the snapshots before it, the oldest first
 */
export function* findClusters(
  snapshot: ParsedSnapshot,
  kernel: GraphKernel,
  earlier: readonly IdSet[],
): Generator<void, HeapCluster[]> {
  const { columns } = snapshot
  const tree = reachTree(columns, kernel, snapshot.kernel.arena)
  yield
  const ages = ageNodes(columns, tree, earlier)
  yield
  const heap: GrownHeap = { columns, snapshot, tree, ages, slots: new ClassSlots(columns) }
  const names = new EdgeNames(snapshot)
  const stores = new BackingStores(heap, names)
  const attachments = attachNew(heap, stores)
  yield
  gatherChains(heap, names, attachments)
  yield
  const steps = new Steps(snapshot, names)
  const growth = growTrie(heap, stores, steps, attachments, earlier.length)
  yield
  const clusters = pickClusters(growth).slice(0, MOST_CLUSTERS)
  const told = new ClusterTeller(heap, stores, names, steps, attachments, growth).tell(clusters)
  const order = ['application', 'node']
  return told.sort(
    (one, other) => order.indexOf(one.owner) - order.indexOf(other.owner) || other.bytes - one.bytes,
  )
}
