import { TripleTable } from '../diff/triple-table.js'
import type { GrowthTrie } from './growth-trie.js'
import type { ClusterContent } from './heap-cluster.js'
import type { PickedCluster } from './pick-clusters.js'
import type { SlotNames } from './slot-names.js'

/** So many classes tell what a cluster is made of. */
const MOST_CLASSES = 8

/** What is in each cluster by class: one pass over the trie, in which whatever is below a node has a greater number. */
export function clusterContents(
  trie: GrowthTrie,
  clusters: readonly PickedCluster[],
  names: SlotNames,
): ClusterContent[][] {
  /** By node: the cluster it belongs to, plus one. */
  const clusterOf = new Uint32Array(trie.size)
  clusters.forEach(({ tops }, at) => {
    for (const top of tops) clusterOf[top] = at + 1
  })
  const keys = new TripleTable()
  const counts: number[] = []
  const bytes: number[] = []
  for (let node = 0; node < trie.size; node++) {
    const parent = trie.parent(node)
    if (clusterOf[node] === 0 && parent >= 0 && trie.isNew(node))
      clusterOf[node] = clusterOf[parent] as number
    const cluster = clusterOf[node] as number
    if (cluster === 0 || (trie.counts[node] as number) === 0) continue
    const key = keys.intern(cluster, trie.slot(node), 0)
    counts[key] = (counts[key] ?? 0) + (trie.counts[node] as number)
    bytes[key] = (bytes[key] ?? 0) + (trie.bytes[node] as number)
  }
  const found = clusters.map((): number[] => [])
  for (let key = 0; key < keys.size; key++) found[keys.first(key) - 1]?.push(key)
  return found.map((each) =>
    each
      .sort((one, other) => (bytes[other] as number) - (bytes[one] as number))
      .slice(0, MOST_CLASSES)
      .map((key) => ({
        name: names.of(keys.second(key)),
        count: counts[key] as number,
        bytes: bytes[key] as number,
      })),
  )
}
