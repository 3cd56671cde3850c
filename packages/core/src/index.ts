export { type Advice, advise, type RuntimeFacts } from './advisor.js'
export { askBoard, isDraining } from './ask-board.js'
export { type Board, type BoardSlots, board } from './board.js'
export type { Clock } from './clock.js'
export { createSampler } from './create-sampler.js'
export { type Closeable, closeable } from './disposable.js'
export { ERROR_CODES, type ErrorCode } from './errors/error-codes.js'
export { PlimsollError } from './errors/plimsoll-error.js'
export { bytesText, percentText } from './figures.js'
export type { GarbageCollector, GcEvent, GcSource } from './gc-source.js'
export type { GcTotals } from './gc-window.js'
export type { HealthReport, LeakSummary } from './health-report.js'
export { packageOf } from './installed-package.js'
export { countError, type InternalErrors, internalErrors } from './internal-errors.js'
export { LevelLatch, type LevelLatchOptions } from './level-latch.js'
export { Listeners } from './listeners.js'
export type { Logger, OnError } from './logger.js'
export { Memo } from './memo.js'
export type { MetricFamily, MetricPoint } from './metric-family.js'
export { endpointPath } from './options/endpoint-path.js'
export {
  boolean,
  bytes,
  callback,
  custom,
  type Field,
  having,
  milliseconds,
  number,
  oneOf,
  outOfRange,
  ratio,
  shown,
  text,
  wrongType,
} from './options/field.js'
export { assertConsistent, resolveOptions, withoutRead } from './options/resolve-options.js'
export type { OutstandingReport } from './outstanding-report.js'
export { garbageCollector, withBuffersFreedAtOnce } from './platform/garbage-collector.js'
export { heapProbe } from './platform/heap-probe.js'
export { nodeClock } from './platform/node-clock.js'
export { isOwnSuite } from './platform/own-suite.js'
export { readStack } from './platform/read-stack.js'
export { type RequestContext, requestContext } from './platform/request-context.js'
export { runtimeFacts } from './platform/runtime-facts.js'
export {
  PRESSURE_LEVELS,
  type Pressure,
  type PressureLevel,
  SIGNAL_NAMES,
  type SignalName,
} from './pressure.js'
export { PressureGauge, type PressureGaugeOptions } from './pressure-gauge.js'
export type { HeapProbe, MemoryProbe, Reading } from './reading.js'
export { reportRejection } from './report-rejection.js'
export type { RouteHandlers } from './route-handlers.js'
export { safeOnError } from './safe-on-error.js'
export type { Sample, SampleDraft } from './sample.js'
export type { LimitChange, Sampler, SamplerStats, SamplingNeed } from './sampler.js'
export type { SamplerOptions } from './sampler-options.js'
export type { SamplerPorts } from './sampler-ports.js'
export { sharedSampler } from './shared-sampler.js'
export type { SignalState } from './signals/signal.js'
