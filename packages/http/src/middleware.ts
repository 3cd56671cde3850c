import type { HealthOptions } from '@plimsoll/health'
import type { MemoryGuard, MemoryGuardOptions } from '@plimsoll/memory-guard'
import type { MemoryMonitorOptions } from '@plimsoll/memory-monitor'
import type { MetricsOptions } from '@plimsoll/metrics'
import type { ResourceTrackerOptions } from '@plimsoll/resource-tracker'
import { type ConnectMiddleware, connectFramework, toConnect } from './connect.js'
import type { CommonOptions } from './factory-options.js'
import { type MonitorHandle, withMonitor } from './monitor-handle.js'
import { type Attachable, type Suite, withLifetime, withSuite } from './suite.js'
import {
  type AttachOptions,
  guardOnly,
  healthOnly,
  metricsOnly,
  monitorOnly,
  type PlimsollOptions,
  suiteParts,
  trackerOnly,
} from './suite-parts.js'
import { type TrackerHandle, withTracker } from './tracker-handle.js'

/**
 * The whole suite in one line: sheds with 503 before the process drowns, answers `/health`, `/livez`,
 * `/readyz`, `/startupz` and `/metrics`.
 *
 * @example
 * const suite = plimsoll()
 * http.createServer((req, res) => suite(req, res, () => res.end('hello')))
 */
export function plimsoll(options?: PlimsollOptions): ConnectMiddleware & Suite {
  const parts = suiteParts(options)
  return withSuite(toConnect('plimsoll', parts.pipeline, connectFramework), parts)
}

/** Answers 503 under memory pressure. */
export function memoryGuard(
  options?: MemoryGuardOptions & CommonOptions & AttachOptions,
): ConnectMiddleware & Attachable & { readonly guard: MemoryGuard } {
  const { pipeline, guard } = guardOnly(options)
  return Object.assign(withLifetime(toConnect('memoryGuard', pipeline, connectFramework), pipeline), {
    guard,
  })
}

/** Owns what requests open through `resourcesOf(req, res)`, and disposes of it when their responses end. */
export function resourceTracker(
  options?: ResourceTrackerOptions & CommonOptions,
): ConnectMiddleware & Attachable & TrackerHandle {
  const { pipeline, tracker } = trackerOnly(options)
  const middleware = toConnect('resourceTracker', pipeline, connectFramework)
  return withTracker(withLifetime(middleware, pipeline), tracker)
}

/** Watches the process for leaks and names the code; requests pass through untouched. */
export function memoryMonitor(
  options?: MemoryMonitorOptions & CommonOptions,
): ConnectMiddleware & Attachable & MonitorHandle {
  const { pipeline, monitor } = monitorOnly(options)
  return withMonitor(withLifetime(toConnect('memoryMonitor', pipeline, connectFramework), pipeline), monitor)
}

/** Answers `/health`, `/livez`, `/readyz` and `/startupz`. */
export function health(options?: HealthOptions & CommonOptions): ConnectMiddleware & Attachable {
  const { pipeline } = healthOnly(options)
  return withLifetime(toConnect('health', pipeline, connectFramework), pipeline)
}

/** Answers `/metrics` for Prometheus and counts how long requests take. */
export function metrics(options?: MetricsOptions & CommonOptions): ConnectMiddleware & Attachable {
  const { pipeline } = metricsOnly(options)
  return withLifetime(toConnect('metrics', pipeline, connectFramework), pipeline)
}
