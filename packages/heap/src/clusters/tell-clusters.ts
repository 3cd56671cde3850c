import type { Attachments } from './attach-new.js'
import type { BackingStores } from './backing-stores.js'
import { clusterContents } from './cluster-contents.js'
import type { EdgeNames } from './edge-names.js'
import { type Door, Doors } from './find-door.js'
import type { Growth } from './grow-trie.js'
import { type GrownHeap, NODE } from './grown-heap.js'
import type { ClusterContent, CodeSite, HeapCluster } from './heap-cluster.js'
import { type PathRow, pathRows } from './path-rows.js'
import { type PathStep, PathWords } from './path-steps.js'
import type { PickedCluster } from './pick-clusters.js'
import { Scripts } from './scripts.js'
import { SlotNames } from './slot-names.js'
import type { Steps } from './steps.js'

/** Steps of a path that are told. */
const MOST_STEPS = 40

/** Compiled code, feedback, maps and the like, wherever they hang. */
const ENGINE = '(V8)'

/** Puts clusters into words: those that were picked, in their order. */
export class ClusterTeller {
  readonly #heap: GrownHeap
  readonly #stores: BackingStores
  readonly #attachments: Attachments
  readonly #growth: Growth
  readonly #names: SlotNames
  readonly #scripts: Scripts
  readonly #doors: Doors
  readonly #words: PathWords

  constructor(
    heap: GrownHeap,
    stores: BackingStores,
    names: EdgeNames,
    steps: Steps,
    attachments: Attachments,
    growth: Growth,
  ) {
    this.#heap = heap
    this.#stores = stores
    this.#attachments = attachments
    this.#growth = growth
    this.#names = new SlotNames(heap.slots, names)
    this.#scripts = new Scripts(heap.snapshot, names)
    this.#doors = new Doors(heap.snapshot, names, this.#scripts)
    this.#words = new PathWords(heap.snapshot, names, this.#scripts, steps, (row) => this.#names.ofRow(row))
  }

  tell(clusters: readonly PickedCluster[]): HeapCluster[] {
    const contents = clusterContents(this.#growth.trie, clusters, this.#names)
    return clusters.map((cluster, at) => this.#tellOne(cluster, contents[at] ?? []))
  }

  #tellOne(cluster: PickedCluster, contents: readonly ClusterContent[]): HeapCluster {
    const { trie, engine } = this.#growth
    const { main } = cluster
    const [top] = cluster.tops
    if (main !== undefined) {
      const row = trie.rows[main] as number
      const told = this.#place(row, top as number)
      const site = this.#site(row)
      const name = this.#words.what(row)
      const exampleId = this.#id(row)
      const counted = { count: trie.counts[main] as number, bytes: cluster.bytes, name }
      return { ...counted, ...told, exampleId, ...(site === undefined ? {} : { site }), contents }
    }
    if (top === engine && top !== undefined) {
      const count = contents.reduce((sum, each) => sum + each.count, 0)
      const exampleId = this.#id(trie.rows[top] as number)
      const growthPoint = { id: this.#id(0), name: ENGINE, count: 1, path: ENGINE }
      return {
        count,
        bytes: cluster.bytes,
        name: ENGINE,
        owner: 'node',
        exampleId,
        path: [ENGINE],
        growthPoint,
        contents,
      }
    }
    const row = trie.rows[cluster.holder] as number
    const count = trie.storeCounts[cluster.holder] as number
    const name = `(backing store of ${this.#names.ofRow(row)})`
    const counted = { count, bytes: cluster.bytes, name, exampleId: this.#id(row) }
    return {
      ...counted,
      ...this.#place(row, undefined),
      contents: [{ name: '(array)', count, bytes: cluster.bytes }],
    }
  }

  #place(row: number, top: number | undefined): Pick<HeapCluster, 'owner' | 'path' | 'growthPoint'> {
    const path = pathRows(this.#heap, this.#stores, this.#attachments, row)
    const known = lastOld(path, this.#heap.ages)
    const door = this.#doors.find(path, known)
    const holder = top === undefined ? row : (this.#growth.trie.mainHolders[top] as number)
    const steps = this.#words.of(path, door)
    const upTo = this.#words.of(path.slice(0, known + 2), door)
    return {
      // Whoever looks on is not to be seen: a difference of our own making is nobody's leak.
      owner: path.some((step) => this.#scripts.isOurs(step.row)) ? 'node' : door.owner,
      path: [this.#words.doorstep(path, door), ...shortened(steps.map(({ by, what }) => `${by} {${what}}`))],
      growthPoint: {
        id: this.#id(holder),
        name: this.#words.what(holder),
        count: top === undefined ? 1 : (this.#growth.trie.holderCounts[top] as number),
        path: shortPath(this.#start(path, door), upTo),
        ...(door.file === undefined ? {} : { file: door.file }),
      },
    }
  }

  /** What the short form of a path begins with: nothing before a variable, whose file is told beside it. */
  #start(path: readonly PathRow[], door: Door): string {
    const { row } = path[door.at] as PathRow
    return this.#scripts.kindOf(row) === NODE.closure
      ? this.#words.what(row).replace(/^function /, '')
      : this.#words.what(row)
  }

  #site(row: number): CodeSite | undefined {
    const { snapshot } = this.#heap
    const closure = this.#scripts.applicationCode(row) ?? this.#scripts.constructorOf(row)
    const file = closure === undefined ? undefined : this.#scripts.fileOf(closure)
    if (closure === undefined || file === undefined) return undefined
    const place = snapshot.location(closure)
    const functionName = this.#words.what(closure).replace(/^function /, '')
    if (place === undefined) return { functionName, file }
    return { functionName, file, line: place.line + 1, column: place.column + 1 }
  }

  #id(row: number): number {
    const { columns } = this.#heap
    return columns.wideIds.get(row) ?? (columns.nodeIds[row] as number)
  }
}

/** Place in a path of the last object that the first snapshot has, too. */
function lastOld(path: readonly PathRow[], ages: Uint8Array): number {
  let at = path.length - 1
  while (at > 0 && ages[(path[at] as PathRow).row] !== 0) at--
  return at
}

/** The first and the last steps of many. */
function shortened(steps: readonly string[]): readonly string[] {
  if (steps.length <= MOST_STEPS) return steps
  return [...steps.slice(0, MOST_STEPS / 2), '…', ...steps.slice(-MOST_STEPS / 2)]
}

function shortPath(start: string, steps: readonly PathStep[]): string {
  const [first] = steps
  if (first?.by.startsWith('variable ')) return joined(steps).replace(/^variable /, '')
  return `${start}${joined(steps)}`
}

function joined(steps: readonly PathStep[]): string {
  return shortened(steps.map(({ by }) => (by.startsWith('(') ? ` ${by}` : by))).join('')
}
