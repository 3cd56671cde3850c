import { closeable } from '@plimsoll/core'
import type { HolderDiff } from '../../src/holders/holder-search.js'
import { allocatorsOf } from '../../src/naming/allocators.js'
import { Naming } from '../../src/naming/naming.js'
import type { LeakDraft } from '../../src/report/compose-report.js'
import type { LeakReport } from '../../src/report/leak-report.js'
import { comesTo } from '../support/all-pieces.js'
import { generationsOf } from '../support/sites.js'

const OBSERVATION_MS = 20_000

function draft(functionName: string): LeakDraft {
  const allocators = allocatorsOf(generationsOf({ functionName }), {
    sourceOf: (frame) => frame,
    isOurs: () => false,
    routeOf: () => undefined,
    neededBy: () => undefined,
  })
  return {
    report: {
      kind: 'heap',
      state: 'confirmed',
      growth: { perSecond: 1000, total: 1e6, unit: 'bytes' },
      evidence: {},
    },
    known: { kind: 'heap', allocators, openers: [], open: [] },
  }
}

const CLEAR = draft('remember')
const WEAK = draft('')

function naming(options: { always: boolean; maxPauseMs: number }) {
  const asked: string[] = []
  const diff: HolderDiff = {
    start: async () => void asked.push('start'),
    end: async () => {
      asked.push('end')
      return { inSequence: true, clusters: [] } as never
    },
    close: () => {},
    pausedMs: 80,
  }
  const made = new Naming(
    { observationMs: OBSERVATION_MS, ...options },
    {
      heapDiff: () => diff,
      snapshotPauseMs: () => 100,
      isOurs: () => false,
      watchOpening: () =>
        Object.assign(
          closeable(() => {}),
          { stillOpen: () => comesTo([]) },
        ),
      monotonicMs: () => 0,
      onError: (error) => {
        throw error
      },
    },
  )
  const search = async (leaning: LeakDraft, found: LeakDraft, atMs: number) => {
    made.begin(['heap'])
    const lean = made.lean(atMs, function* () {
      yield
      return [{ draft: leaning }]
    })
    Array.from(lean)
    const reports = await new Promise<readonly LeakReport[]>((resolve) =>
      made.finish([found], atMs + 2500, resolve),
    )
    made.end()
    return reports
  }
  return { asked, search }
}

test('unasked, who holds what leaks is looked for where who allocates it tells little, and not again for long', async () => {
  const { asked, search } = naming({ always: false, maxPauseMs: 1000 })
  await search(CLEAR, CLEAR, 0)
  expect(asked).toEqual([])
  await search(WEAK, WEAK, 100_000)
  expect(asked).toEqual(['start', 'end'])
  await search(WEAK, WEAK, 100_000 + 23 * OBSERVATION_MS)
  expect(asked).toEqual(['start', 'end'])
  await search(WEAK, WEAK, 100_000 + 24 * OBSERVATION_MS)
  expect(asked).toEqual(['start', 'end', 'start', 'end'])
})

test('unasked, never where native memory leaks, which a snapshot takes as well', async () => {
  const { asked, search } = naming({ always: false, maxPauseMs: 1000 })
  const native: LeakDraft = { ...WEAK, report: { ...WEAK.report, kind: 'native' } }
  await search(native, native, 0)
  expect(asked).toEqual([])
})

test('unasked, there is no second pause when the next look has a name', async () => {
  const { asked, search } = naming({ always: false, maxPauseMs: 1000 })
  const [report] = await search(WEAK, CLEAR, 0)
  expect(asked).toEqual(['start'])
  expect(report?.suspects[0]?.functionName).toBe('remember')
  expect(report?.evidence.retainerPath).toContain('not looked for')
})

test('asked for, it is looked for every time; refused, never', async () => {
  const always = naming({ always: true, maxPauseMs: 1000 })
  await always.search(CLEAR, CLEAR, 0)
  await always.search(CLEAR, CLEAR, 1000)
  expect(always.asked).toEqual(['start', 'end', 'start', 'end'])
  const never = naming({ always: false, maxPauseMs: 0 })
  const [report] = await never.search(WEAK, WEAK, 0)
  expect(never.asked).toEqual([])
  expect(report?.evidence.retainerPath).toBe('not looked for: retainerPaths is false')
})
