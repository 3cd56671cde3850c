import { PlimsollError } from '@plimsoll/core'
import type { Entry } from './entry.js'
import type { EntryList } from './entry-list.js'
import { TargetEntry } from './listener-entry.js'
import type { ResourceKind } from './resource-kind.js'
import type { ScopeHost } from './scope-host.js'

/**
 * An event target looks for what is taken off from its oldest listener on. So many of one scope are taken off
 * oldest first, all when the newest of them comes up: 20,000 the other way round take seconds.
 */
const CROWD = 1000

/**
 * Disposes of all that is in a list, newest first. One that fails hinders no other, and one that takes its
 * time holds up those below it for `disposeTimeoutMs` at most; timers and listeners do not wait for it.
 *
 * A loop as long as nothing is asynchronous: `undefined` when all is done at once. The promise never rejects.
 */
export function disposeAll(list: EntryList, host: ScopeHost): Promise<void> | undefined {
  const crowded = list.size < CROWD ? undefined : crowdedTargets(list)
  for (let entry = list.take(); entry !== undefined; entry = list.take()) {
    if (crowded !== undefined && entry instanceof TargetEntry && crowded.has(entry.target)) {
      disposeCrowd(entry, list, host)
      continue
    }
    const pending = disposeOne(entry, host)
    if (pending === undefined) continue
    // What ticks and listens would go on for as long as others take; and it is done at once.
    disposeAll(list.split(isInstant), host)
    return disposeRest(pending, list, host)
  }
  return undefined
}

const isInstant = ({ kind }: Entry): boolean => kind === 'timer' || kind === 'listener'

function crowdedTargets(list: EntryList): ReadonlySet<object> {
  const counts = new Map<object, number>()
  list.forEach((entry) => {
    if (entry instanceof TargetEntry) counts.set(entry.target, (counts.get(entry.target) ?? 0) + 1)
  })
  return new Set([...counts].filter(([, count]) => count >= CROWD).map(([target]) => target))
}

function disposeCrowd(newest: TargetEntry, list: EntryList, host: ScopeHost): void {
  const others = list.split((entry) => entry instanceof TargetEntry && entry.target === newest.target)
  const crowd: Entry[] = [newest]
  for (let entry = others.take(); entry !== undefined; entry = others.take()) crowd.push(entry)
  for (const entry of crowd.reverse()) void disposeOne(entry, host)
}

async function disposeRest(first: Promise<void>, list: EntryList, host: ScopeHost): Promise<void> {
  await first
  for (let entry = list.take(); entry !== undefined; entry = list.take()) {
    const pending = disposeOne(entry, host)
    if (pending !== undefined) await pending
  }
}

/** Disposes of one resource; never throws, and what it returns never rejects. */
export function disposeOne(entry: Entry, host: ScopeHost): Promise<void> | undefined {
  const { kind } = entry
  try {
    const result = entry.dispose()
    if (isThenable(result)) return settled(entry, result, host)
    host.counters.disposed[kind] += 1
  } catch (error) {
    failed(entry, error, host)
  }
  return undefined
}

function failed(entry: Entry, error: unknown, { counters, onError }: ScopeHost): void {
  if (entry.forgives(error)) {
    counters.disposed[entry.kind] += 1
    return
  }
  counters.failures[entry.kind] += 1
  onError(error)
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  )
}

function settled(entry: Entry, result: PromiseLike<unknown>, host: ScopeHost): Promise<void> {
  const { clock, counters, disposeTimeoutMs } = host
  const { kind } = entry
  return new Promise((resolve) => {
    let waiting = true
    const done = (count: () => void): void => {
      if (!waiting) return
      waiting = false
      deadline.close()
      count()
      resolve()
    }
    const refused = (error: unknown): void => done(() => failed(entry, error, host))
    const deadline = clock.schedule(() => refused(tooLate(kind, disposeTimeoutMs)), disposeTimeoutMs)
    const succeeded = (): void =>
      done(() => {
        counters.disposed[kind] += 1
      })
    try {
      result.then(succeeded, refused)
    } catch (error) {
      refused(error)
    }
  })
}

function tooLate(kind: ResourceKind, afterMs: number): PlimsollError {
  return new PlimsollError(
    'ERR_PLIMSOLL_DISPOSE_TIMEOUT',
    `A resource (${kind}) was not disposed of within ${afterMs} ms; it is no longer waited for`,
  )
}
