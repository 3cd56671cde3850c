import { EventEmitter } from 'node:events'
import type { Timers } from '../platform/timers.js'
import { Scope } from './scope.js'
import { ScopeCounters } from './scope-counters.js'
import type { ScopeHost } from './scope-host.js'

const nothing = (): void => {}

const kept: Scope[] = []

/**
 * Keeps one scope, with one resource of each usual kind, for as long as the process lives.
 *
 * V8 drops the hidden class of objects when a major collection finds none of them, and with it all compiled code
 * that knows it. Where no request happens to be under way, that was everything here: some forty functions
 * were compiled anew after each major collection.
 */
export function keepShapes(host: ScopeHost): void {
  if (kept.length === 0) kept.push(scopeOfAllKinds(host))
}

function scopeOfAllKinds(host: ScopeHost): Scope {
  // Nothing of the application's: it would be kept as well.
  const own = { counters: new ScopeCounters(), timers: noTimers(host.timers), onError: nothing }
  const scope = new Scope({ ...host, ...own })
  scope.setTimeout(nothing)
  scope.on(new EventEmitter(), 'nothing', nothing)
  scope.addEventListener(new EventTarget(), 'nothing', nothing)
  scope.defer(nothing)
  void scope.timers
  void scope.fileHandles
  scope.use({ close: nothing })
  scope.use({ pipe: nothing, destroy: nothing })
  scope.use({ fd: -1, close: nothing, stat: nothing, on: nothing, off: nothing })
  return scope
}

/** Timers that nobody has to clear. */
function noTimers(timers: Timers): Timers {
  return { ...timers, setTimeout: () => ({}) as NodeJS.Timeout }
}
