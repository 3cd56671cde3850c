import path from 'node:path'
import { commonJsSources, runScenario, toldBy } from '../heap/heap-process.js'

jest.setTimeout(90_000)

const run = async <T>(name: string): Promise<T> =>
  toldBy<T>(
    await runScenario(path.join('..', '..', 'memory-monitor', 'scenarios', name), {
      sources: commonJsSources,
    }),
  )

beforeAll(() => run('load.cjs'))

interface Told {
  readonly stats: object[]
  readonly diff: { change: { details: { what: string }[] } }
  readonly again: string
  readonly compared: { change: { details: { what: string }[] } }
  readonly date: boolean
}

test('a program that was written for node-memwatch 0.x runs with the name of the module replaced', async () => {
  const told = await run<Told>('written-for-memwatch.cjs')
  const leaking = ({ change }: Told['diff']) => change.details.find(({ what }) => what === 'LeakingClass')
  expect(leaking(told.diff)).toMatchObject({ '+': 10_000, '-': 0, size: expect.stringMatching(/ kb$/) })
  expect(leaking(told.compared)).toMatchObject({ '+': 0, '-': 6000 })
  expect(told.diff).toMatchObject({
    before: { nodes: expect.any(Number), time: expect.any(String), size: expect.stringMatching(/ mb$/) },
    change: { allocated_nodes: expect.any(Number), freed_nodes: expect.any(Number) },
  })
  expect(told).toMatchObject({ again: expect.stringContaining('already ended'), date: true })
  // The snapshots' own collections are not told; those of gc() are.
  expect(told.stats).toHaveLength(3)
  expect(told.stats.at(-1)).toMatchObject({ num_full_gc: 3, current_base: expect.any(Number) })
  const fields = 'num_full_gc num_inc_gc heap_compactions usage_trend estimated_base current_base min max'
  expect(Object.keys(told.stats[0] ?? {})).toEqual(fields.split(' '))
})
