import type { Board, LimitChange, Pressure, Sample } from '@plimsoll/core'
import { sampleOf } from '@plimsoll/core/testing'

export const MIB = 1024 * 1024

const SAMPLE = sampleOf({
  rssBytes: 100 * MIB,
  heapUsedBytes: 40 * MIB,
  heapLimitBytes: 260 * MIB,
  externalBytes: 3 * MIB,
  containerUsedBytes: 110 * MIB,
  containerLimitBytes: 512 * MIB,
})

/** A sampler whose readings are written by the test. */
export class FakeSampler {
  latest: Sample = SAMPLE
  pressure: Pressure = { level: 'normal', ratio: 0.2, signal: 'container', sinceMs: 0 }
  failing: readonly string[] = []
  readonly limitListeners = new Set<(change: LimitChange) => void>()

  get stats() {
    const none = { count: 0, seconds: 0 }
    return {
      failures: new Map<string, number>(),
      failing: this.failing,
      skipped: 0,
      problems: [],
      gc: { major: none, minor: none, incremental: none, weakcb: none },
      longestBlockMs: 0,
    }
  }

  onLimitChange(listener: (change: LimitChange) => void) {
    this.limitListeners.add(listener)
    const close = (): void => void this.limitListeners.delete(listener)
    return { close, [Symbol.dispose]: close }
  }

  /** The container's limit changes while the process runs. */
  changeLimit(containerLimitBytes: number): void {
    const beforeBytes = this.latest.containerLimitBytes
    this.latest = { ...this.latest, containerLimitBytes }
    for (const listener of this.limitListeners) listener({ beforeBytes, afterBytes: containerLimitBytes })
  }
}

/** A board of its own, so that tests cannot see each other's entries. */
export function fakeBoard(): Board {
  const entries: { readonly slot: string; readonly entry: unknown }[] = []
  return {
    put(slot, entry) {
      const placed = { slot, entry }
      entries.push(placed)
      const close = (): void => {
        const index = entries.indexOf(placed)
        if (index !== -1) entries.splice(index, 1)
      }
      return { close, [Symbol.dispose]: close }
    },
    list: (slot) => entries.filter((each) => each.slot === slot).map(({ entry }) => entry) as never,
  }
}
