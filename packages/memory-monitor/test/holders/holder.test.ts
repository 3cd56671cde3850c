import type { HeapCluster } from '@plimsoll/heap'
import { holdersOf } from '../../src/holders/holder.js'
import { keptText } from '../../src/holders/kept-text.js'

const cluster = (made: Partial<HeapCluster>): HeapCluster => ({
  count: 100,
  bytes: 1000,
  name: 'Page',
  owner: 'application',
  exampleId: 1,
  path: ['/app/cache.js', 'variable pages {Map}', '[] {Page}'],
  growthPoint: { id: 2, name: 'Map', count: 1, path: 'pages[]', file: '/app/cache.js' },
  contents: [],
  ...made,
})

const found = (...clusters: readonly HeapCluster[]) =>
  holdersOf(clusters, (file) => file.startsWith('/ours/'))

test('what the application holds is told with its class, its file and the way to it', () => {
  expect(found(cluster({}))).toEqual([
    {
      file: '/app/cache.js',
      count: 100,
      isMain: true,
      suspect: {
        file: '/app/cache.js',
        constructorName: 'Page',
        bytes: 1000,
        count: 100,
        share: 1,
        stack: [],
        retainerPath: ['/app/cache.js', 'variable pages {Map}', '[] {Page}'],
      },
    },
  ])
})

test("what V8 and this suite made meanwhile does not count, Node's own does, and nobody is accused of it", () => {
  const node = cluster({ owner: 'node', name: 'Timeout', bytes: 3000 })
  const engine = cluster({ owner: 'node', name: '(V8)', bytes: 90_000 })
  const ours = cluster({ growthPoint: { id: 1, name: 'Map', count: 1, path: '', file: '/ours/a.js' } })
  expect(found(engine, ours, node, cluster({})).map(({ suspect }) => suspect.share)).toEqual([0.25])
})

test('what most of the application hangs on is the main one, beside requests in flight, unless it is next to nothing', () => {
  const isMain = (...clusters: readonly HeapCluster[]) => found(...clusters).map((each) => each.isMain)
  const inFlight = cluster({ owner: 'node', name: 'Socket', bytes: 3000 })
  expect(isMain(inFlight, cluster({}), cluster({ bytes: 300 }))).toEqual([true, false])
  expect(isMain({ ...inFlight, bytes: 9000 }, cluster({}))).toEqual([false])
})

test('an object that was replaced is no growth, nor is what weighs next to nothing', () => {
  expect(found(cluster({ count: 1 }), cluster({ bytes: 1_000_000, owner: 'node' }), cluster({}))).toEqual([])
})

test('names of properties that are no words of code are not told', () => {
  const path = [
    '/app/cache.js',
    'variable byUser {Object}',
    '["bob@example.org"] {Array}',
    '["<symbol kEvents>"]',
  ]
  expect(found(cluster({ path }))[0]?.suspect.retainerPath).toEqual([
    '/app/cache.js',
    'variable byUser {Object}',
    '[*] {Array}',
    '["<symbol kEvents>"]',
  ])
})

test.each([
  [['/app/a.js', 'variable pages {Map}', '[] {(string)}'], 'pages (/app/a.js)'],
  [
    ['/app/a.js', 'variable store {Store}', '.sessions {Object}', '[*] {Object}'],
    'store.sessions (/app/a.js)',
  ],
  [['function debug in /app/d.js', '.instances {Array}', '[] {Function}'], 'instances (/app/d.js)'],
  [['Timeout', '._onTimeout {anonymous function}'], '_onTimeout (Timeout)'],
  [['process'], 'process'],
])('%j is kept by %s', (path, text) => {
  expect(keptText(path)).toBe(text)
})
