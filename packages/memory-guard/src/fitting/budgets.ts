import type { HeapProbe, MemoryProbe } from '@plimsoll/core'

/** One limit that requests have to fit under. */
export interface Budget {
  readonly reason: 'container' | 'rss' | 'heap'
  readonly limitBytes: number
  /** In use now, garbage included, pages that V8 keeps empty excluded. */
  readonly usedBytes: number
  /** In use with nothing in flight. */
  readonly floorBytes: number
  /** Which part of a request's cost counts against this limit. */
  readonly share: number
}

/** What the budgets are made of, read at one moment. */
export interface BudgetFacts {
  readonly probe: MemoryProbe
  readonly heap: HeapProbe
  /** The user's cap on resident memory. */
  readonly limitBytes: number | undefined
  /** What the container, or the process, uses beside the memory of requests in flight. */
  readonly containerFloorBytes: number
  readonly rssFloorBytes: number
  readonly liveBaselineBytes: number
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
      usedBytes: Math.max(0, containerUsedBytes - heap.heapFreeBytes),
      floorBytes: facts.containerFloorBytes,
      share: 1,
    })
  }
  if (limitBytes !== undefined && signals('rss')) {
    budgets.push({
      reason: 'rss',
      limitBytes,
      usedBytes: Math.max(0, probe.rssBytes - heap.heapFreeBytes),
      floorBytes: facts.rssFloorBytes,
      share: 1,
    })
  }
  const onHeap = heap.heapUsedBytes / Math.max(1, heap.heapUsedBytes + heap.externalBytes)
  if (heap.heapLimitBytes > 0 && signals('heap-live')) {
    budgets.push({
      reason: 'heap',
      limitBytes: heap.heapLimitBytes,
      // V8 collects its own garbage before its limit: only what is held counts.
      usedBytes: 0,
      floorBytes: facts.liveBaselineBytes * onHeap,
      share: onHeap,
    })
  }
  return budgets.filter(isSound)
}
