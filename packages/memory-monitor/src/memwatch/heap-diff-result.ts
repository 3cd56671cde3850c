import type { HeapChange, HeapTotals, SnapshotDiff } from '@plimsoll/heap'
import type { CalendarTime } from '../platform/wall-clock.js'
import { classWord } from './class-words.js'
import { niceSize } from './nice-figures.js'

/** The heap at one moment. */
export interface HeapDiffMoment {
  readonly nodes: number
  readonly time: CalendarTime
  readonly size_bytes: number
  readonly size: string
}

/** How the objects of one class changed. */
export interface HeapDiffDetail {
  readonly what: string
  readonly size_bytes: number
  readonly size: string
  readonly '+': number
  readonly '-': number
}

/** The result of `HeapDiff.end()`, field by field that of node-memwatch. */
export interface HeapDiffResult {
  readonly before: HeapDiffMoment
  readonly after: HeapDiffMoment
  readonly change: {
    readonly size_bytes: number
    readonly size: string
    readonly freed_nodes: number
    readonly allocated_nodes: number
    /** By name, as node-memwatch sorts them. */
    readonly details: readonly HeapDiffDetail[]
  }
}

export function heapDiffResult(
  { before, after, change }: Pick<SnapshotDiff, 'before' | 'after' | 'change'>,
  times: { readonly before: CalendarTime; readonly after: CalendarTime },
): HeapDiffResult {
  return {
    before: momentOf(before, times.before),
    after: momentOf(after, times.after),
    change: {
      size_bytes: change.bytes,
      size: niceSize(change.bytes),
      freed_nodes: change.freedNodes,
      allocated_nodes: change.allocatedNodes,
      details: detailsOf(change),
    },
  }
}

function momentOf({ nodes, bytes }: HeapTotals, time: CalendarTime): HeapDiffMoment {
  return { nodes, time, size_bytes: bytes, size: niceSize(bytes) }
}

function detailsOf({ classes }: HeapChange): HeapDiffDetail[] {
  const byWord = new Map<string, { bytes: number; added: number; removed: number }>()
  for (const { name, bytes, added, removed } of classes) {
    const what = classWord(name)
    if (what === undefined) continue
    const sum = byWord.get(what) ?? { bytes: 0, added: 0, removed: 0 }
    byWord.set(what, { bytes: sum.bytes + bytes, added: sum.added + added, removed: sum.removed + removed })
  }
  return [...byWord]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([what, { bytes, added, removed }]) => ({
      what,
      size_bytes: bytes,
      size: niceSize(bytes),
      '+': added,
      '-': removed,
    }))
}
