import type { SignalName } from '../pressure.js'
import type { Sample } from '../sample.js'
import type { Signal } from './signal.js'

/** A signal that is a plain share of a maximum: GC time, loop delay, memory stall. */
function shareSignal(name: SignalName, max: number, of: (sample: Sample) => number | undefined): Signal {
  return {
    name,
    read(sample) {
      const value = of(sample)
      if (value === undefined) return undefined
      const ratio = value / max
      return Number.isFinite(ratio) ? { ratio } : undefined
    },
  }
}

/** Share of time in garbage collection against `maxGcTimeRatio`. */
export const gcTimeSignal = (max: number): Signal =>
  shareSignal('gc-time', max, (sample) => sample.gcTimeRatio)

/** Persistent delay of the event loop against `maxLoopDelayMs`. */
export const loopDelaySignal = (max: number): Signal =>
  shareSignal('loop-delay', max, (sample) => sample.eventLoopDelayMs)

/** Time all tasks waited for memory (PSI) against `maxStallRatio`. */
export const memoryStallSignal = (max: number): Signal =>
  shareSignal('memory-stall', max, (sample) => sample.memoryStallRatio)
