import { PlimsollError } from '@plimsoll/core'
import type { Entry } from './entry.js'
import type { EntryList } from './entry-list.js'
import type { ResourceKind } from './resource-kind.js'
import type { ScopeHost } from './scope-host.js'

/**
 * Disposes of all that is in a list, newest first. One that fails hinders no other, and one that takes its
 * time holds up those below it for `disposeTimeoutMs` at most.
 *
 * A loop as long as nothing is asynchronous: `undefined` when all is done at once. The promise never rejects.
 */
export function disposeAll(list: EntryList, host: ScopeHost): Promise<void> | undefined {
  for (let entry = list.take(); entry !== undefined; entry = list.take()) {
    const pending = disposeOne(entry, host)
    if (pending !== undefined) return disposeRest(pending, list, host)
  }
  return undefined
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
    if (isThenable(result)) return settled(kind, result, host)
    host.counters.disposed[kind] += 1
  } catch (error) {
    host.counters.failures[kind] += 1
    host.onError(error)
  }
  return undefined
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    ((typeof value === 'object' && value !== null) || typeof value === 'function') &&
    typeof (value as { then?: unknown }).then === 'function'
  )
}

function settled(kind: ResourceKind, result: PromiseLike<unknown>, host: ScopeHost): Promise<void> {
  const { clock, counters, disposeTimeoutMs } = host
  return new Promise((resolve) => {
    let waiting = true
    const done = (count: () => void): void => {
      if (!waiting) return
      waiting = false
      deadline.close()
      count()
      resolve()
    }
    const failed = (error: unknown): void =>
      done(() => {
        counters.failures[kind] += 1
        host.onError(error)
      })
    const deadline = clock.schedule(() => failed(tooLate(kind, disposeTimeoutMs)), disposeTimeoutMs)
    const succeeded = (): void =>
      done(() => {
        counters.disposed[kind] += 1
      })
    try {
      result.then(succeeded, failed)
    } catch (error) {
      failed(error)
    }
  })
}

function tooLate(kind: ResourceKind, afterMs: number): PlimsollError {
  return new PlimsollError(
    'ERR_PLIMSOLL_DISPOSE_TIMEOUT',
    `A resource (${kind}) was not disposed of within ${afterMs} ms; it is no longer waited for`,
  )
}
