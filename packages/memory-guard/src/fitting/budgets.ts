import type { HeapProbe, MemoryProbe } from '@plimsoll/core'

/** One limit that requests have to fit under. */
export interface Budget {
  readonly reason: 'container' | 'rss' | 'heap'
  readonly limitBytes: number
  /** In use now, garbage included: the heap, buffers, and what the process takes beside them. */
  readonly usedBytes: number
  /**
   * What the kernel counts, less half of the heap that V8 reports as empty: the other half lies in fragments
   * that new objects may not fill. It is more than `usedBytes` by what is kept to be used again: freed pages
   * in V8's pool, freed buffers in the allocator (on Node 24 half of a full container).
   */
  readonly residentBytes: number
  /** Resident, not in use, and once taken by heap or buffers: new requests find a part of their room there. */
  readonly keptBytes: number
  /** In use with nothing in flight. */
  readonly floorBytes: number
  /** Which part of a request's cost counts against this limit. */
  readonly share: number
  /** Whether bodies count that nobody makes strings or objects of. */
  readonly countsOffHeap: boolean
  /** How many processes share what is left under this limit. */
  readonly workers: number
}

/** What the budgets are made of, read at one moment. */
export interface BudgetFacts {
  readonly probe: MemoryProbe
  readonly heap: HeapProbe
  /** The user's cap on resident memory. */
  readonly limitBytes: number | undefined
  /** What the container, or the process, takes beside the heap and buffers. */
  readonly containerBesideBytes: number
  readonly rssBesideBytes: number
  readonly liveBaselineBytes: number
  /** What V8 and the allocator may keep to use again. */
  readonly keptAtMostBytes: number
  /** How many processes share the container. */
  readonly workers: number
  readonly signals: (name: 'container' | 'rss' | 'heap-live') => boolean
}

/** A limit of 0 is none, and with a number that is no number nothing can be decided: the guard fails open. */
const isSound = ({ limitBytes, usedBytes, floorBytes, share }: Budget): boolean =>
  limitBytes > 0 && Number.isFinite(limitBytes + usedBytes + floorBytes + share)

/** The limits that hold on this machine, nearest or not. */
export function budgetsFrom(facts: BudgetFacts): readonly Budget[] {
  const { probe, heap, limitBytes, signals } = facts
  const budgets: Budget[] = []
  const { containerLimitBytes, containerUsedBytes } = probe
  if (containerLimitBytes !== undefined && containerUsedBytes !== undefined && signals('container')) {
    budgets.push({
      reason: 'container',
      limitBytes: containerLimitBytes,
      ...occupied(containerUsedBytes, facts.containerBesideBytes, facts),
      share: 1,
      countsOffHeap: true,
      workers: facts.workers,
    })
  }
  if (limitBytes !== undefined && signals('rss')) {
    budgets.push({
      reason: 'rss',
      limitBytes,
      ...occupied(probe.rssBytes, facts.rssBesideBytes, facts),
      share: 1,
      countsOffHeap: true,
      workers: 1,
    })
  }
  const onHeap = heap.heapUsedBytes / Math.max(1, heap.heapUsedBytes + heap.externalBytes)
  if (heap.heapLimitBytes > 0 && signals('heap-live')) {
    budgets.push({
      reason: 'heap',
      limitBytes: heap.heapLimitBytes,
      // V8 collects its own garbage before its limit: only what is held counts.
      usedBytes: 0,
      residentBytes: 0,
      keptBytes: 0,
      floorBytes: facts.liveBaselineBytes * onHeap,
      share: onHeap,
      countsOffHeap: false,
      workers: 1,
    })
  }
  return budgets.filter(isSound)
}

function occupied(countedBytes: number, besideBytes: number, facts: BudgetFacts) {
  const { heap, liveBaselineBytes, keptAtMostBytes } = facts
  const residentBytes = Math.max(0, countedBytes - heap.heapFreeBytes / 2)
  const usedBytes = Math.min(residentBytes, besideBytes + heap.heapUsedBytes + heap.externalBytes)
  // A floor from when something else filled the container must not outlive it.
  const floorBytes = Math.min(besideBytes + liveBaselineBytes, residentBytes)
  return {
    usedBytes,
    residentBytes,
    keptBytes: Math.min(residentBytes - usedBytes, keptAtMostBytes),
    floorBytes,
  }
}
