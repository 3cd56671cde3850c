import type { Reading } from '../src/reading.js'
import { ReadingSet } from '../src/reading-set.js'
import type { SampleDraft } from '../src/sample.js'

const draft = (): SampleDraft => ({ atMs: 0 }) as SampleDraft

/** A reading of the container that can be broken and repaired. */
function container() {
  const state = { usedBytes: 10, broken: false, closed: 0 }
  const reading: Reading = {
    source: 'cgroup',
    read(into) {
      if (state.broken) throw new Error('EACCES')
      into.containerUsedBytes = state.usedBytes
    },
    close: () => {
      state.closed += 1
    },
  }
  return { state, reading }
}

const heap: Reading = {
  source: 'v8-heap',
  read(into) {
    into.heapUsedBytes = 7
  },
  close() {},
}

describe('ReadingSet', () => {
  test('each reading fills its fields', () => {
    const into = draft()
    new ReadingSet([container().reading, heap], () => {}).readInto(into)
    expect(into).toEqual({ atMs: 0, containerUsedBytes: 10, heapUsedBytes: 7 })
  })

  test('F01: one that throws keeps its last good values for three rounds, then it is silent', () => {
    const { state, reading } = container()
    const errors: unknown[] = []
    const readings = new ReadingSet([reading, heap], (error) => errors.push(error))
    const seen = () => {
      const into = draft()
      readings.readInto(into)
      return into.containerUsedBytes
    }
    expect(seen()).toBe(10)
    state.broken = true
    expect([seen(), seen(), seen()]).toEqual([10, 10, undefined])
    expect(readings.failing).toEqual(['cgroup'])
    expect(readings.failures.get('cgroup')).toBe(3)
    expect(errors).toHaveLength(1)
  })

  test('F01: takes nobody with it', () => {
    const { state, reading } = container()
    state.broken = true
    const into = draft()
    new ReadingSet([reading, heap], () => {}).readInto(into)
    expect(into.heapUsedBytes).toBe(7)
  })

  test('F01: one that works again is believed again', () => {
    const { state, reading } = container()
    const readings = new ReadingSet([reading], () => {})
    state.broken = true
    for (let round = 0; round < 5; round += 1) readings.readInto(draft())
    state.broken = false
    state.usedBytes = 42
    const into = draft()
    readings.readInto(into)
    expect(into.containerUsedBytes).toBe(42)
    expect(readings.failing).toEqual([])
    expect(readings.failures.get('cgroup')).toBe(5)
  })

  test('close reaches every reading, even after one that throws', () => {
    const { state, reading } = container()
    const broken: Reading = {
      source: 'psi',
      read() {},
      close() {
        throw new Error('EBADF')
      },
    }
    const errors: unknown[] = []
    new ReadingSet([broken, reading], (error) => errors.push(error)).close()
    expect(state.closed).toBe(1)
    expect(errors).toHaveLength(1)
  })
})
