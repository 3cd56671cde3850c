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
  return nameTally(tally, await readNames(nameIndices(tally)))
}

/** The strings that {@link nameTally} wants the texts of. */
export function nameIndices(tally: NodeTally): number[] {
  return usedSlots(tally).flatMap((slot) => tally.slots.nameIndex(slot) ?? [])
}

/** The same with the texts at hand, in the order of {@link nameIndices}. */
export function nameTally(tally: NodeTally, texts: readonly string[]): NodeSummary {
  const { nodeCount, totalBytes, outOfSequence } = tally
  const names = slotNames(tally, texts)
  const classes = new Map<string, ClassCount>()
  for (const slot of usedSlots(tally)) {
    const name = names[slot] as string
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

/** By slot: the name of the class; nothing for those without an object. */
export function slotNames(tally: NodeTally, texts: readonly string[]): string[] {
  const names: string[] = []
  let named = 0
  for (const slot of usedSlots(tally)) {
    const text = tally.slots.nameIndex(slot) === undefined ? '' : (texts[named++] ?? '')
    names[slot] = tally.slots.className(slot, text)
  }
  return names
}

function usedSlots({ slots, counts }: NodeTally): number[] {
  return Array.from({ length: slots.count }, (_, slot) => slot).filter((slot) => (counts[slot] as number) > 0)
}
