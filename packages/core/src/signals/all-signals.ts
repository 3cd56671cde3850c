import { containerSignal } from './container-signal.js'
import { heapLiveSignal } from './heap-live-signal.js'
import { hostSignal } from './host-signal.js'
import { rssSignal } from './rss-signal.js'
import { gcTimeSignal, loopDelaySignal, memoryStallSignal } from './share-signals.js'
import type { Signal, SignalLimits } from './signal.js'

/** Every signal, in the order in which they are blamed when two are equally near. */
export function allSignals(limits: SignalLimits): readonly Signal[] {
  return [
    containerSignal,
    rssSignal(limits.limitBytes),
    heapLiveSignal,
    hostSignal,
    gcTimeSignal(limits.maxGcTimeRatio),
    loopDelaySignal(limits.maxLoopDelayMs),
    memoryStallSignal(limits.maxStallRatio),
  ]
}
