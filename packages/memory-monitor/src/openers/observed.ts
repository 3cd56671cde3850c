import { askBoard, type OutstandingReport } from '@plimsoll/core'
import type { LeakKind } from '../leak-kind.js'
import { nameOf } from '../naming/place-text.js'
import type { Suspect } from '../report/leak-report.js'
import type { Counts } from '../watch/quantities.js'

/** Which of what a tracker observes is which kind of leak. */
const OBSERVED: Readonly<Partial<Record<LeakKind, readonly OutstandingReport['kind'][]>>> = {
  descriptors: ['descriptor', 'socket', 'child-process'],
  handles: ['timer', 'socket', 'child-process', 'worker'],
  listeners: ['listener'],
}

/** What requests have opened and left open, by those who watch them: most first. Needs a tracker that observes. */
export function observedBy(kind: LeakKind): Suspect[] {
  const kinds = OBSERVED[kind] ?? []
  const found = outstanding().filter((each) => kinds.includes(each.kind))
  const all = found.reduce((sum, { count }) => sum + count, 0)
  return found
    .map(({ kind: resourceType, route, count, site, stack = [], package: installed }) => ({
      ...(site !== undefined && { ...site, functionName: nameOf(site.functionName) }),
      ...(installed !== undefined && { package: installed }),
      route,
      resourceType,
      count,
      share: count / all,
      stack,
    }))
    .sort((one, other) => other.count - one.count)
}

/** Counts listeners that requests were seen to leave on what outlives them, too. */
export function withObserved(counts: Counts): Counts {
  const left = outstanding().reduce((sum, { kind, count }) => sum + (kind === 'listener' ? count : 0), 0)
  return left === 0 ? counts : { ...counts, listeners: (counts.listeners ?? 0) + left }
}

function outstanding(): readonly OutstandingReport[] {
  return askBoard('outstanding').flat()
}
