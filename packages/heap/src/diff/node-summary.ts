import type { IdSet } from './id-set.js'
import type { NodeTally } from './tally-nodes.js'

/** The objects of one class in one snapshot. */
export interface ClassCount {
  readonly name: string
  readonly count: number
  readonly bytes: number
  /** Of `count`, those whose id says which object they are. */
  readonly traced: number
  /** Of `traced`, those that an earlier snapshot has, too; 0 when there was none to compare with. */
  readonly survivors: number
}

/** What is known of a snapshot once its nodes have been counted. */
export interface NodeSummary {
  readonly nodeCount: number
  readonly totalBytes: number
  readonly classes: ReadonlyMap<string, ClassCount>
  readonly outOfSequence: number
}

/** What a later snapshot can be compared with. */
export interface BaselineSummary extends NodeSummary {
  readonly ids: IdSet
}

/** Reads the names of classes, in the order of the indices. */
export type NameReader = (indices: readonly number[]) => Promise<readonly string[]> | readonly string[]

/** Gives the classes of a tally their names; those of one name become one. */
export async function summarizeTally(tally: NodeTally, readNames: NameReader): Promise<NodeSummary> {
  const { slots, nodeCount, totalBytes, outOfSequence } = tally
  const used = Array.from({ length: slots.count }, (_, slot) => slot).filter(
    (slot) => (tally.counts[slot] as number) > 0,
  )
  const named = used.filter((slot) => slots.nameIndex(slot) !== undefined)
  const texts = await readNames(named.map((slot) => slots.nameIndex(slot) as number))
  const textOf = new Map(named.map((slot, at) => [slot, texts[at] ?? '']))
  const classes = new Map<string, ClassCount>()
  for (const slot of used) {
    const name = slots.className(slot, textOf.get(slot) ?? '')
    const same = classes.get(name)
    const traced = (tally.counts[slot] as number) - (tally.untraced[slot] as number)
    classes.set(name, {
      name,
      count: (same?.count ?? 0) + (tally.counts[slot] as number),
      bytes: (same?.bytes ?? 0) + (tally.bytes[slot] as number),
      traced: (same?.traced ?? 0) + traced,
      survivors: (same?.survivors ?? 0) + traced - (tally.newcomers[slot] as number),
    })
  }
  return { nodeCount, totalBytes, classes, outOfSequence }
}
