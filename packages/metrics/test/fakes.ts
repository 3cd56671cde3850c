import type { Board, GcEvent, MetricFamily, Sample, SignalName, SignalState } from '@plimsoll/core'
import { sampleOf } from '@plimsoll/core/testing'
import type { ProcessReadings } from '../src/index.js'

const MIB = 1024 * 1024

const SAMPLE = sampleOf({
  rssBytes: 100 * MIB,
  heapUsedBytes: 40 * MIB,
  heapTotalBytes: 60 * MIB,
  heapLimitBytes: 260 * MIB,
  liveHeapBytes: 30 * MIB,
  externalBytes: 3 * MIB,
  eventLoopDelayMs: 12,
  eventLoopUtilizationRatio: 0.25,
  gcTimeRatio: 0.03,
  openDescriptors: 21,
  maxDescriptors: 1024,
})

const subscribed = <T>(listeners: Set<T>, listener: T) => {
  listeners.add(listener)
  const close = (): void => void listeners.delete(listener)
  return { close, [Symbol.dispose]: close }
}

/** A sampler whose readings are written by the test, and that counts how often it was asked for a new one. */
export class FakeSampler {
  latest: Sample = SAMPLE
  signals: Map<SignalName, SignalState> = new Map([
    ['container', { ratio: 0.5, usedBytes: 100 * MIB, limitBytes: 200 * MIB }],
    ['gc-time', { ratio: 0.03 }],
  ])
  failures = new Map<string, number>([['cgroup', 2]])
  skipped = 1
  readonly gcListeners = new Set<(event: GcEvent) => void>()
  readonly sampleListeners = new Set<(sample: Sample) => void>()

  get stats() {
    const none = { count: 0, seconds: 0 }
    return {
      failures: this.failures,
      failing: [],
      skipped: this.skipped,
      problems: [],
      gc: { major: none, minor: none, incremental: none, weakcb: none },
      longestBlockMs: 0,
    }
  }

  onGc(listener: (event: GcEvent) => void) {
    return subscribed(this.gcListeners, listener)
  }

  onSample(listener: (sample: Sample) => void) {
    return subscribed(this.sampleListeners, listener)
  }

  tick(): void {
    for (const listener of this.sampleListeners) listener(this.latest)
  }

  collected(kind: GcEvent['kind'], durationMs: number): void {
    for (const listener of this.gcListeners) listener({ kind, startMs: 0, durationMs, forced: false })
  }
}

/** A board of its own; like the real one it makes a new list whenever one changes. */
export function fakeBoard(): Board & { family(family: MetricFamily): { close(): void } } {
  const slots = new Map<string, readonly unknown[]>()
  const board: Board = {
    put(slot, entry) {
      slots.set(slot, [...(slots.get(slot) ?? []), entry])
      const close = (): void => {
        slots.set(
          slot,
          (slots.get(slot) ?? []).filter((each) => each !== entry),
        )
      }
      return { close, [Symbol.dispose]: close }
    },
    list: (slot) => (slots.get(slot) ?? []) as never,
  }
  return { ...board, family: (family) => board.put('metrics', () => [family]) }
}

export const fakeReadings: ProcessReadings = {
  startTimeSeconds: 1_700_000_000,
  version: 'v20.20.2',
  cpuSeconds: () => ({ user: 1.5, system: 0.5 }),
  memoryMap: () => ({ virtualBytes: 900 * MIB, dataBytes: 200 * MIB }),
  heapSpaces: () => [{ space: 'old', totalBytes: 50, usedBytes: 40, availableBytes: 10 }],
  activeResources: () => ['Timeout', 'TCPSocketWrap', 'TCPSocketWrap'],
}
