import { EventEmitter } from 'node:events'
import { nodeClock } from '@plimsoll/core'
import { nodeFiles } from '../platform/files.js'
import { nodeTimers } from '../platform/timers.js'
import { Scope } from './scope.js'
import { ScopeCounters } from './scope-counters.js'

const nothing = (): void => {}

const kept: Scope[] = []

/** Timers that nobody has to clear. */
const noTimers = { ...nodeTimers, setTimeout: () => ({}) as NodeJS.Timeout }

/**
 * Keeps one scope, with one resource of each usual kind, for as long as the process lives.
 *
 * V8 drops the hidden class of objects when a major collection finds none of them, and with it all compiled code
 * that knows it. Where no request happens to be under way, that was everything here: some forty functions
 * were compiled anew after each major collection. What cannot be made here, as in a test without `EventTarget`, is
 * only slower.
 */
export function keepShapes(): void {
  try {
    if (kept.length === 0) kept.push(scopeOfAllKinds())
  } catch {}
}

/** With nothing of the application's in it: that would be kept as well. */
function scopeOfAllKinds(): Scope {
  const scope = new Scope({
    ...{ disposeTimeoutMs: 0, maxResources: 10, abortOnEnd: true, counters: new ScopeCounters() },
    ...{ clock: nodeClock, timers: noTimers, files: nodeFiles, onError: nothing },
  })
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
