import { diffSnapshots, type HeapCluster } from '../../src/index.js'
import type { SnapshotStyle } from '../support/snapshot-builder.js'
import { MadeHeap, streamOf } from './made-heap.js'

/** The clusters of what `grow` adds to a heap. */
async function clustersOf(
  heap: MadeHeap,
  grow: () => void,
  style: SnapshotStyle = 'node24',
): Promise<readonly HeapCluster[]> {
  const before = heap.bytes(style)
  grow()
  const { clusters = [] } = await diffSnapshots(streamOf(before), streamOf(heap.bytes(style)), {
    clusters: true,
  })
  return clusters
}

const times = (count: number, make: (at: number) => void): void => {
  for (let at = 0; at < count; at++) make(at)
}

describe('clusters', () => {
  test.each<SnapshotStyle>(['node20', 'node24'])('%s: an array that a variable holds', async (style) => {
    const heap = new MadeHeap()
    const leaks = heap.property(heap.variable('registry', 'Object'), 'leaks', heap.object('Array'))
    const old = heap.store(leaks, 'elements', 8)
    const clusters = await clustersOf(
      heap,
      () => {
        heap.cut(leaks, old)
        const elements = heap.store(leaks, 'elements', 800)
        times(100, (at) => {
          const leaky = heap.element(leaks, at, heap.object('Leaky', 24))
          heap.slot(elements, at, leaky)
          heap.property(leaky, 'when', heap.object('Date', 16))
        })
      },
      style,
    )
    expect(clusters).toEqual([
      {
        count: 100,
        bytes: 100 * 40 + 800,
        name: 'Leaky',
        owner: 'application',
        exampleId: expect.any(Number),
        path: ['/app/server.js', 'variable registry {Object}', '.leaks {Array}', '[] {Leaky}'],
        growthPoint: {
          id: heap.builder.nodes[leaks]?.id,
          name: 'Array',
          count: 1,
          path: 'registry.leaks[]',
          file: '/app/server.js',
        },
        contents: [
          { name: 'Leaky', count: 100, bytes: 2400 },
          { name: 'Date', count: 100, bytes: 1600 },
        ],
      },
    ])
    expect(JSON.parse(JSON.stringify(clusters))).toEqual(clusters)
  })

  test('a Map whose table was replaced: its entries count, not the table, and keys go with their values', async () => {
    const heap = new MadeHeap()
    const sessions = heap.variable('sessions', 'Map')
    const table = heap.store(sessions, 'table', 100)
    const [cluster, ...rest] = await clustersOf(heap, () => {
      heap.cut(sessions, table)
      const larger = heap.store(sessions, 'table', 5000)
      times(64, (at) => {
        heap.slot(larger, 10 + at * 3, heap.object('Object', 8))
        heap.slot(larger, 11 + at * 3, heap.object('Object', 32))
      })
    })
    expect(rest).toEqual([])
    expect(cluster).toMatchObject({ count: 64, name: 'Object', bytes: 64 * 40 + 5000 })
    expect(cluster?.growthPoint).toMatchObject({ name: 'Map', path: 'sessions[]' })
  })

  test('properties by the hundred are a dictionary, few are not', async () => {
    const heap = new MadeHeap()
    const store = heap.variable('store', 'MemoryStore')
    const config = heap.variable('config', 'Object')
    const clusters = await clustersOf(heap, () => {
      times(200, (at) => heap.property(store, `sid-${at}`, heap.object('Session')))
      times(2, (at) => heap.property(config, `part${at}`, heap.object('Part')))
    })
    expect(clusters.map(({ count, growthPoint }) => [count, growthPoint.path])).toEqual([
      [200, 'store[*]'],
      [1, 'config.part0'],
      [1, 'config.part1'],
    ])
  })

  test('a list, linked both ways and held at its end, is one place', async () => {
    const heap = new MadeHeap()
    const list = heap.variable('list', 'List')
    const first = heap.property(list, 'head', heap.object('Link'))
    const [cluster, ...rest] = await clustersOf(heap, () => {
      let last = first
      times(300, () => {
        const link = heap.property(last, 'next', heap.object('Link'))
        heap.property(link, 'previous', last)
        heap.property(link, 'value', heap.object('Object'))
        last = link
      })
      heap.property(list, 'tail', last)
    })
    expect(rest).toEqual([])
    expect(cluster).toMatchObject({ count: 300, name: 'Link', bytes: 300 * 32 })
    expect(cluster?.growthPoint.path).toBe('list.tail')
  })

  test('of two holders the one that grows is told, however much nearer to the root the other is', async () => {
    const heap = new MadeHeap()
    const last = heap.variable('lastOne', 'Holder')
    const all = heap.property(heap.variable('deep', 'Object'), 'all', heap.object('Set'))
    const table = heap.store(all, 'table', 10)
    const clusters = await clustersOf(heap, () => {
      times(50, (at) => {
        const entry = heap.object('Entry')
        heap.slot(table, at, entry)
        if (at === 49) heap.property(last, 'entry', entry)
      })
    })
    expect(clusters.map(({ count, growthPoint }) => [count, growthPoint.path])).toEqual([[50, 'deep.all[]']])
  })

  test('an array that was replaced by a longer one is followed to what there is much of', async () => {
    const heap = new MadeHeap()
    const state = heap.variable('state', 'Object')
    const old = heap.property(state, 'items', heap.object('Array'))
    const clusters = await clustersOf(heap, () => {
      heap.cut(state, old)
      const items = heap.property(state, 'items', heap.object('Array', 16))
      times(40, (at) => heap.element(items, at, heap.object('Item', 10)))
    })
    expect(clusters).toMatchObject([
      { count: 40, name: 'Item', bytes: 416, growthPoint: { path: 'state.items', name: 'Object' } },
    ])
  })

  test('arrays of many users that grow are one place, with as many holders', async () => {
    const heap = new MadeHeap()
    const users = heap.variable('users', 'Array')
    const arrays = Array.from({ length: 20 }, (_, at) =>
      heap.property(heap.element(users, at, heap.object('User')), 'events', heap.object('Array')),
    )
    const clusters = await clustersOf(heap, () => {
      for (const array of arrays) times(5, (at) => heap.element(array, at, heap.object('Event')))
    })
    expect(clusters).toMatchObject([
      { count: 100, name: 'Event', growthPoint: { count: 20, path: 'users[].events[]' } },
    ])
  })

  test('the value of a WeakMap hangs on its key', async () => {
    const heap = new MadeHeap()
    const weak = heap.variable('weak', 'WeakMap')
    const table = heap.store(weak, 'table', 10)
    const keys = heap.variable('keys', 'Array')
    const [cluster, ...rest] = await clustersOf(heap, () => {
      times(30, (at) => {
        const key = heap.element(keys, at, heap.object('Key'))
        const value = heap.object('Value', 100)
        const id = heap.builder.nodes[table]?.id
        const name = `${at} / part of key (Key @1) -> value (Value @2) pair in WeakMap (table @${id})`
        heap.builder.edge(table, value, 'internal', name)
        heap.builder.edge(key, value, 'internal', name)
      })
    })
    expect(rest).toEqual([])
    expect(cluster).toMatchObject({ count: 30, name: 'Key', bytes: 30 * 116 })
    expect(cluster?.growthPoint.path).toBe('keys[]')
  })

  test('who waits for a promise hangs on the promise, however long the chain of them', async () => {
    const heap = new MadeHeap()
    const shutdown = heap.variable('shutdown', 'Promise')
    const script = heap.script('/app/jobs.js')
    const reaction = (): number => heap.builder.node('hidden', 'system / PromiseReaction', { size: 48 })
    const first = reaction()
    heap.builder.edge(shutdown, first, 'internal', 'reactions_or_result')
    const clusters = await clustersOf(heap, () => {
      heap.cut(shutdown, first)
      let held = shutdown
      times(200, (at) => {
        const next = reaction()
        if (at === 0) heap.builder.edge(held, next, 'internal', 'reactions_or_result')
        else heap.builder.edge(held, next, 'hidden', 0)
        heap.builder.edge(next, heap.closure('onEnd', script), 'hidden', 2)
        held = next
      })
      heap.builder.edge(held, first, 'hidden', 0)
    })
    expect(clusters).toHaveLength(1)
    expect(clusters[0]).toMatchObject({ count: 200, name: 'function onEnd', owner: 'application' })
    expect(clusters[0]?.bytes).toBe(200 * (48 + 64 + 20))
    expect(clusters[0]?.growthPoint).toMatchObject({ name: 'Promise', path: 'shutdown[]' })
  })

  test('nothing new makes no cluster', async () => {
    const heap = new MadeHeap()
    heap.variable('registry', 'Object')
    expect(await clustersOf(heap, () => undefined)).toEqual([])
  })
})
