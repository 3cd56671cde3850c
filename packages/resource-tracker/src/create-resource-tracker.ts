import { type Closeable, closeable, nodeClock, safeOnError } from '@plimsoll/core'
import { createObserver } from './observe/create-observer.js'
import { OverdueRequests } from './overdue-requests.js'
import { nodeFiles } from './platform/files.js'
import { keepAsyncShapes } from './platform/kept-async-shapes.js'
import { nodeTimers } from './platform/timers.js'
import type { ResourceTracker, ResourceTrackerPorts } from './resource-tracker.js'
import { keepShapes } from './scope/kept-shapes.js'
import { Scope } from './scope/scope.js'
import { ScopeCounters } from './scope/scope-counters.js'
import type { ScopeHost } from './scope/scope-host.js'
import { trackerMetrics } from './tracker-metrics.js'
import { type ResourceTrackerOptions, resolveResourceTrackerOptions } from './tracker-options.js'
import type { TrackerStats } from './tracker-stats.js'

/**
 * Makes a tracker. It starts nothing; see {@link ResourceTracker.start}. The middleware of
 * `@plimsoll/express`, `@plimsoll/koa` and `@plimsoll/http` tell it when requests begin and end.
 */
export function createResourceTracker(
  options: ResourceTrackerOptions | undefined,
  ports: ResourceTrackerPorts,
): ResourceTracker {
  const resolved = resolveResourceTrackerOptions(options)
  const { clock = nodeClock, timers = nodeTimers, files = nodeFiles, logger = console } = ports
  const { disposeTimeoutMs, maxResources, abortOnEnd } = resolved
  const counters = new ScopeCounters()
  const onError = safeOnError(ports.onError)
  const host: ScopeHost = {
    ...{ disposeTimeoutMs, maxResources, abortOnEnd },
    ...{ counters, clock, timers, files, onError },
  }
  keepShapes()
  const requests = new OverdueRequests(resolved, clock)
  const observer = resolved.observe && createObserver(resolved.observe, { clock, logger, onError })
  const { close, [Symbol.dispose]: dispose } = closeable(() => {
    observer?.close()
    requests.close()
  })

  const stats = (): TrackerStats => ({
    tracked: { ...counters.tracked },
    disposed: { ...counters.disposed },
    failures: { ...counters.failures },
    late: counters.late,
    misused: counters.misused,
    overflow: counters.overflow,
    timedOut: requests.timedOut,
  })

  return {
    options: resolved,
    observer,
    requests,
    get stats() {
      return stats()
    },
    get metrics() {
      return trackerMetrics(stats(), observer?.outstanding() ?? [])
    },
    start() {
      if (resolved.asyncContext || observer !== undefined) keepAsyncShapes()
      observer?.start()
    },
    open: () => new Scope(host),
    outstanding: () => observer?.outstanding() ?? [],
    onOutstanding: (listener) => observer?.onOutstanding(listener) ?? NOTHING_TO_TELL,
    overdue: () => requests.list(),
    close,
    [Symbol.dispose]: dispose,
  }
}

const NOTHING_TO_TELL: Closeable = closeable(() => {})
