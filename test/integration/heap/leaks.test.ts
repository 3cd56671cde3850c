import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {
  type ClusterGrowth,
  diffSnapshots,
  growth,
  type HeapCluster,
  openSnapshot,
  type SnapshotDiff,
} from '@plimsoll/heap'
import { runScenario } from './heap-process.js'

jest.setTimeout(60_000)

const COUNT = 500
const program = path.join(__dirname, 'scenarios', 'leaking.cjs')

/** Three snapshots of a program, and what they tell. */
interface Told {
  readonly folder: string
  readonly files: readonly string[]
  readonly diff: SnapshotDiff
  readonly clusters: readonly HeapCluster[]
  readonly grown: readonly ClusterGrowth[]
}

async function run(mode: string): Promise<Told> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-leaks-'))
  const { code, stderr } = await runScenario('leaking.cjs', {
    args: [mode, folder, String(COUNT)],
    sources: [],
  })
  if (code !== 0) throw new Error(stderr)
  const files = [0, 1, 2].map((turn) => path.join(folder, `${turn}.heapsnapshot`))
  const [before, after] = files as [string, string, string]
  const diff = await diffSnapshots(before, after, { clusters: true })
  const { clusters: grown = [] } = await growth(files, { clusters: true })
  return { folder, files, diff, clusters: diff.clusters ?? [], grown }
}

describe('a program that leaks in twelve ways', () => {
  let told: Told
  beforeAll(async () => {
    told = await run('leaking')
  })
  afterAll(() => rmSync(told.folder, { recursive: true }))

  test.each([
    ['objects in an array', 'Leaky', 'registry.leaks[]'],
    ['values in a Map keyed by request', 'Entry', 'byRequest[]'],
    ['listeners', 'anonymous function', 'bus._events.data[]'],
    ['timers', 'Timeout', 'timers[]'],
    ['sessions in a store', 'Session', 'store.sessions[*]'],
    ['a list linked both ways', 'Link', 'Module.exports.list.last'],
    ['strings', '(concatenated string)', 'texts[]'],
    ['buffers', 'Buffer', 'buffers[]'],
    ['an array that is replaced each time', 'Object', 'state'],
    ['who waits for a promise that never comes', 'anonymous function', 'never[]'],
    ['objects in a private field of a class', 'Stat', 'Registry.#everything[]'],
  ])('%s: all of them, and the place that holds them', (_, name, place) => {
    const found = told.clusters.filter(({ growthPoint }) => growthPoint.path === place)
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ count: COUNT, name, owner: 'application' })
    expect(found[0]?.growthPoint).toMatchObject({ file: program, count: 1 })
    const grown = told.grown.find(({ growthPoint }) => growthPoint.path === place)
    expect(grown?.added).toEqual([COUNT, COUNT])
  })

  test('numbers, which are no objects, by the store that holds them', () => {
    expect(told.clusters).toContainEqual(
      expect.objectContaining({ name: '(backing store of Array)', owner: 'application' }),
    )
  })

  test('nothing else is the application’s, and all that is new is somewhere', () => {
    expect(told.clusters.filter(({ owner }) => owner === 'application')).toHaveLength(12)
    expect(told.grown).toHaveLength(11)
    expect(told.diff.inSequence).toBe(true)
    const bytes = told.clusters.reduce((sum, cluster) => sum + cluster.bytes, 0)
    expect(bytes).toBeGreaterThanOrEqual(told.diff.change.bytes)
  })

  test('classes and functions are named by file and line', () => {
    const site = (name: string): unknown => told.clusters.find((cluster) => cluster.name === name)?.site
    expect(site('Leaky')).toMatchObject({ functionName: 'Leaky', file: program, line: 11 })
    expect(site('Timeout')).toMatchObject({ functionName: 'anonymous function', file: program, line: 60 })
  })

  test('an open snapshot is compared, and answers for the example', async () => {
    const [before = '', after = ''] = told.files
    const snapshot = await openSnapshot(after)
    const { clusters } = await diffSnapshots(before, snapshot, { clusters: true })
    expect(clusters).toEqual(told.clusters)
    const leaky = clusters?.find(({ name }) => name === 'Leaky')
    expect(snapshot.node(leaky?.exampleId ?? 0)).toMatchObject({ name: 'Leaky', kind: 'object' })
    expect(snapshot.node(leaky?.growthPoint.id ?? 0)).toMatchObject({ name: 'Array' })
    snapshot.close()
  })
})

describe('a server that serves and keeps nothing', () => {
  test('all that is new is Node’s, and none of it grows', async () => {
    const { folder, clusters, grown } = await run('healthy')
    rmSync(folder, { recursive: true })
    expect(clusters.filter(({ owner }) => owner === 'application')).toEqual([])
    expect(grown.filter(({ owner }) => owner === 'application')).toEqual([])
    expect(clusters.length).toBeGreaterThan(0)
  })
})
