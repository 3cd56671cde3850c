import type { HeapProbe, MemoryProbe } from '../reading.js'

type Fields<Probe> = Omit<Probe, 'look'>

/** A probe that sees what a test set, from its next look on. */
export type FakeProbe<Probe extends { look(exact?: boolean): void }> = Probe & {
  /** Changes what the next look sees. */
  set(fields: Partial<Fields<Probe>>): void
  /** How often it looked, and how often exactly. */
  readonly looks: number
  readonly exactLooks: number
}

/** Makes a memory probe for tests; it has looked once. */
export function createFakeProbe(initial: Partial<Fields<MemoryProbe>> = {}): FakeProbe<MemoryProbe> {
  return fake({ containerUsedBytes: undefined, containerLimitBytes: undefined, rssBytes: 0, ...initial })
}

/** Makes a heap probe for tests; it has looked once. */
export function createFakeHeapProbe(initial: Partial<Fields<HeapProbe>> = {}): FakeProbe<HeapProbe> {
  return fake({ heapUsedBytes: 0, externalBytes: 0, heapFreeBytes: 0, heapLimitBytes: 0, ...initial })
}

function fake<F extends object>(initial: F) {
  const truth = { ...initial }
  let looks = 0
  let exactLooks = 0
  const probe = {
    ...initial,
    look(exact = false) {
      looks += 1
      if (exact) exactLooks += 1
      Object.assign(probe, truth)
    },
    set(fields: Partial<F>) {
      Object.assign(truth, fields)
    },
    get looks() {
      return looks
    },
    get exactLooks() {
      return exactLooks
    },
  }
  return probe
}
