import { ClassSlots } from '../diff/class-slots.js'
import type { ClusterSource } from '../diff/cluster-source.js'
import type { IdSet } from '../diff/id-set.js'
import { ageNodes } from './age-nodes.js'
import { attachNew } from './attach-new.js'
import { BackingStores } from './backing-stores.js'
import { EdgeNames } from './edge-names.js'
import { gatherChains } from './gather-chains.js'
import { type Growth, growTrie } from './grow-trie.js'
import type { GrownHeap } from './grown-heap.js'
import type { ClusterGrowth, HeapCluster } from './heap-cluster.js'
import { pickClusters } from './pick-clusters.js'
import { findWays, reachBytes } from './reach.js'
import { Steps } from './steps.js'
import { ClusterTeller } from './tell-clusters.js'

/** So many are told; a heap that changed in more places has no place to look at. */
const MOST_CLUSTERS = 100

/** What a search for clusters takes from the arena of the snapshot it is in, in bytes. */
export function clusterBytes(nodeCount: number): number {
  return reachBytes(nodeCount)
}

type Searched = Pick<ClusterSource, 'parsed' | 'kernel' | 'arena'>

/**
 * Groups what is new since the earlier snapshot by where it is held. Linear, some 40 bytes a node. Yields every some
 * tens of milliseconds.
 */
export function* findClusters(source: Searched, earlier: IdSet): Generator<void, HeapCluster[]> {
  const { teller, growth } = yield* search(source, [earlier])
  return inOrder(teller.tell(pickClusters(growth, MOST_CLUSTERS)))
}

/** Finds what grew since each of the earlier snapshots, the oldest first. */
export function* findGrowth(source: Searched, earlier: readonly IdSet[]): Generator<void, ClusterGrowth[]> {
  const { teller, growth } = yield* search(source, earlier)
  const ages = earlier.length
  const addedTo = (main: number): number[] => growth.trie.ageCounts.slice(main * ages, (main + 1) * ages)
  const picked = pickClusters(growth, MOST_CLUSTERS, (main) => addedTo(main).every((count) => count > 0))
  const told = teller.tell(picked)
  return inOrder(told.map((cluster, at) => ({ ...cluster, added: addedTo(picked[at]?.main ?? 0) })))
}

interface Search {
  readonly teller: ClusterTeller
  readonly growth: Growth
}

function* search(
  { parsed: snapshot, kernel, arena }: Searched,
  earlier: readonly IdSet[],
): Generator<void, Search> {
  const { columns } = snapshot
  const tree = yield* findWays(columns, kernel, arena)
  yield
  const ages = ageNodes(columns, tree, earlier)
  yield
  const heap: GrownHeap = { columns, snapshot, tree, slots: new ClassSlots(columns), ...ages }
  const names = new EdgeNames(snapshot)
  const stores = new BackingStores(heap, names)
  const attachments = attachNew(heap, stores)
  yield
  gatherChains(heap, names, attachments)
  yield
  const steps = new Steps(snapshot, names)
  const growth = growTrie(heap, stores, steps, attachments, earlier.length)
  yield
  const teller = new ClusterTeller(heap, stores, names, steps, attachments, growth)
  return { teller, growth }
}

const OWNERS = ['application', 'node']

function inOrder<Cluster extends HeapCluster>(clusters: Cluster[]): Cluster[] {
  return clusters.sort(
    (one, other) => OWNERS.indexOf(one.owner) - OWNERS.indexOf(other.owner) || other.bytes - one.bytes,
  )
}
