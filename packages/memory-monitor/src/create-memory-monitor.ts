import {
  countError,
  garbageCollector,
  isOwnSuite,
  nodeClock,
  safeOnError,
  sharedSampler,
} from '@plimsoll/core'
import { HeapDiff } from '@plimsoll/heap/live'
import { MemoryMonitor } from './memory-monitor.js'
import { type MemoryMonitorDependencies, resolveDependencies } from './monitor-dependencies.js'
import { type MemoryMonitorOptions, resolveMonitorOptions } from './monitor-options.js'
import { ChosenPackages } from './naming/chosen-packages.js'
import { isModuleItself } from './naming/is-module-itself.js'
import { withObserved } from './openers/observed.js'
import { allocationSampling } from './platform/allocation-sampling.js'
import { heapAfterCollection } from './platform/heap-after-collection.js'
import { inTurns } from './platform/in-turns.js'
import { listedByProgram, listedIn } from './platform/listed-packages.js'
import { newSpaceBytes } from './platform/new-space.js'
import { openFiles } from './platform/open-files.js'
import { pauseStopwatch } from './platform/pause-stopwatch.js'
import { processCounts } from './platform/process-counts.js'
import { programBytes } from './platform/program-bytes.js'
import { requestCount } from './platform/request-count.js'
import { residentHeapBytes } from './platform/resident-heap.js'
import { snapshotPauseMs } from './platform/snapshot-pause.js'
import { sourceOf } from './platform/source-of.js'
import { visibleKinds } from './platform/visible-kinds.js'
import { watchOpening } from './platform/watch-opening.js'

/**
 * Makes a monitor of this process; `start()` begins. Throws when an option makes no sense.
 *
 * Watching costs a few microseconds a second. While something is suspected, allocations are sampled (half a percent
 * of a core) and the process is paused for full collections, for at most a hundredth of the time.
 *
 * In a worker thread it watches that thread's heap, and native memory, which is the process's, not at all.
 */
export function createMemoryMonitor(
  options?: MemoryMonitorOptions,
  dependencies?: MemoryMonitorDependencies,
): MemoryMonitor {
  const resolved = resolveMonitorOptions(options)
  const { sampler = sharedSampler(), logger, onError } = resolveDependencies(dependencies)
  const visible = visibleKinds()
  const seen = { ...resolved, kinds: resolved.kinds.filter((kind) => visible.includes(kind)) }
  const collector = garbageCollector()
  const packages = new ChosenPackages({ listedIn, listedByProgram })
  return new MemoryMonitor(seen, {
    sampler,
    requests: requestCount(),
    youngBytes: newSpaceBytes,
    residentHeapBytes,
    programBytes,
    counts: () => withObserved(processCounts()),
    heapAfterCollection,
    collect: () => void collector.collect(),
    sampling: allocationSampling(),
    stopwatch: pauseStopwatch,
    inTurns,
    sourceOf,
    openFiles: () => openFiles(),
    isOurs: isOwnSuite,
    isChosen: (frame) => isOwnSuite(frame.file) || (packages.isChosen(frame.file) && !isModuleItself(frame)),
    neededBy: (file) => packages.neededBy(file),
    watchOpening,
    monotonicMs: nodeClock.now,
    heapDiff: () => new HeapDiff({ keepsAlive: false }),
    snapshotPauseMs,
    logger: logger ?? resolved.logger ?? console,
    onError: safeOnError(onError ?? resolved.onError ?? countError),
  })
}
