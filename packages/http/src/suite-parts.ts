import { boolean, custom, nodeClock, resolveOptions, type Sampler, withoutRead } from '@plimsoll/core'
import { createHealth, type Health, type HealthOptions } from '@plimsoll/health'
import type { MemoryGuard, MemoryGuardOptions } from '@plimsoll/memory-guard'
import type { MemoryMonitor, MemoryMonitorOptions } from '@plimsoll/memory-monitor'
import { createMetrics, type Metrics, type MetricsOptions } from '@plimsoll/metrics'
import type { ResourceTracker, ResourceTrackerOptions } from '@plimsoll/resource-tracker'
import { assertDistinctPaths } from './distinct-paths.js'
import { EndpointPart } from './endpoint-part.js'
import { COMMON_OPTIONS, type Common, type CommonOptions, splitCommon } from './factory-options.js'
import { GuardPart } from './guard-part.js'
import { createHealthEndpoint } from './health-endpoint.js'
import { createMetricsEndpoint } from './metrics-endpoint.js'
import { MonitorPart } from './monitor-part.js'
import type { Part } from './part.js'
import { Pipeline } from './pipeline.js'
import { RequestMeter } from './request-meter.js'
import { ResourcesPart } from './resources-part.js'
import { RouteLabels } from './route-labels.js'
import { startupAdvice } from './startup-advice.js'
import { StateLog } from './state-log.js'

/** Whether the first request may put what belongs there in front of its server. */
export interface AttachOptions {
  /** @default true */
  readonly autoAttach?: boolean
}

/** Options of `plimsoll()`: each part with its own, or `false` to leave it out. */
export interface PlimsollOptions extends CommonOptions, AttachOptions {
  readonly guard?: MemoryGuardOptions | boolean
  readonly monitor?: MemoryMonitorOptions | boolean
  readonly resources?: ResourceTrackerOptions | boolean
  readonly health?: HealthOptions | boolean
  readonly metrics?: MetricsOptions | boolean
}

/** The parts that a middleware is made of. */
export interface SuiteParts {
  readonly pipeline: Pipeline
  readonly guard: MemoryGuard | undefined
  readonly monitor: MemoryMonitor | undefined
  readonly resources: ResourceTracker | undefined
  readonly health: Health | undefined
  readonly metrics: Metrics | undefined
  readonly sampler: Sampler
}

const autoAttach = boolean(true)

/** `true` and absent mean the defaults, `false` leaves the part out. */
const partOptions = <T>() =>
  custom((value): T | undefined | false => (value === true ? undefined : (value as T | undefined | false)))

function guardParts(common: Common, options: MemoryGuardOptions | undefined, labels: RouteLabels) {
  const part = new GuardPart(options, common, labels)
  return { part, parts: [part, new StateLog(part.guard, common), startupAdvice(common)] }
}

function healthParts(common: Common, options: HealthOptions | undefined) {
  const health = createHealth(options, { ...common, clock: nodeClock })
  const source = {
    start: () => health.start(),
    listening: () => health.listening(),
    close: () => health.close(),
  }
  return { health, parts: [new EndpointPart(createHealthEndpoint(health), source)] }
}

function metricsParts(common: Common, options: MetricsOptions | undefined, labels: RouteLabels) {
  const metrics = createMetrics(options, { ...common, clock: nodeClock })
  const endpoint = new EndpointPart(createMetricsEndpoint(metrics), metrics)
  const { requests } = metrics
  // The meter comes first: what the endpoint answers has a duration, too.
  const meter: readonly Part[] = requests
    ? [new RequestMeter(requests, labels, nodeClock, common.onError)]
    : []
  return { metrics, parts: [...meter, endpoint] }
}

/** Composes the whole suite. */
export function suiteParts(options: PlimsollOptions | undefined): SuiteParts {
  const { common, own } = splitCommon('plimsoll', options)
  const resolved = resolveOptions('plimsoll', own, {
    guard: partOptions<MemoryGuardOptions>(),
    monitor: partOptions<MemoryMonitorOptions>(),
    resources: partOptions<ResourceTrackerOptions>(),
    health: partOptions<HealthOptions>(),
    metrics: partOptions<MetricsOptions>(),
    autoAttach,
  })
  assertDistinctPaths(resolved.health, resolved.metrics)
  const labels = new RouteLabels()
  const guard = resolved.guard === false ? undefined : guardParts(common, resolved.guard, labels)
  const metrics = resolved.metrics === false ? undefined : metricsParts(common, resolved.metrics, labels)
  const health = resolved.health === false ? undefined : healthParts(common, resolved.health)
  const monitor = resolved.monitor === false ? undefined : new MonitorPart(resolved.monitor, common, labels)
  const resources =
    resolved.resources === false ? undefined : new ResourcesPart(resolved.resources, common, labels)
  const parts = [
    ...(guard?.parts ?? []),
    ...(metrics?.parts ?? []),
    ...(health?.parts ?? []),
    ...(resources ? [resources] : []),
    ...(monitor ? [monitor] : []),
  ]
  const pipeline = new Pipeline({
    guard: guard?.part,
    parts,
    autoAttach: resolved.autoAttach,
    showsMemory: true,
    onError: common.onError,
  })
  return {
    pipeline,
    guard: guard?.part.guard,
    monitor: monitor?.monitor,
    resources: resources?.tracker,
    health: health?.health,
    metrics: metrics?.metrics,
    sampler: common.sampler,
  }
}

/** The guard alone. */
export function guardOnly(options: (MemoryGuardOptions & CommonOptions & AttachOptions) | undefined) {
  const { common, own } = splitCommon('memoryGuard', options)
  const { autoAttach: attach, ...rest } = own
  const guard = withoutRead(rest, [...COMMON_OPTIONS, 'autoAttach'])
  const { part, parts } = guardParts(common, guard, new RouteLabels())
  const pipeline = new Pipeline({
    guard: part,
    parts,
    autoAttach: autoAttach.parse(attach, 'memoryGuard.autoAttach'),
    showsMemory: true,
    onError: common.onError,
  })
  return { pipeline, guard: part.guard }
}

/** The tracker alone. */
export function trackerOnly(options: (ResourceTrackerOptions & CommonOptions & AttachOptions) | undefined) {
  const { common, own } = splitCommon('resourceTracker', options)
  const { autoAttach: attach, ...rest } = own
  const tracker = withoutRead(rest, [...COMMON_OPTIONS, 'autoAttach'])
  const part = new ResourcesPart(tracker, common, new RouteLabels())
  const pipeline = partPipeline([part], common, autoAttach.parse(attach, 'resourceTracker.autoAttach'))
  return { pipeline, tracker: part.tracker }
}

/** The monitor alone. */
export function monitorOnly(options: (MemoryMonitorOptions & CommonOptions) | undefined) {
  const { common, own } = splitCommon('memoryMonitor', options)
  const part = new MonitorPart(own, common, new RouteLabels())
  return { pipeline: partPipeline([part], common), monitor: part.monitor }
}

/** Health alone. */
export function healthOnly(options: (HealthOptions & CommonOptions) | undefined) {
  const { common, own } = splitCommon('health', options)
  const { health, parts } = healthParts(common, own)
  return { pipeline: partPipeline(parts, common), health }
}

/** Metrics alone. */
export function metricsOnly(options: (MetricsOptions & CommonOptions) | undefined) {
  const { common, own } = splitCommon('metrics', options)
  const { metrics, parts } = metricsParts(common, own, new RouteLabels())
  return { pipeline: partPipeline(parts, common), metrics }
}

function partPipeline(parts: readonly Part[], common: Common, attach = false): Pipeline {
  return new Pipeline({
    guard: undefined,
    parts,
    autoAttach: attach,
    showsMemory: false,
    onError: common.onError,
  })
}
