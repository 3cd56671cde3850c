import type { Holder } from '../../src/holders/holder.js'
import type { LeakKind } from '../../src/leak-kind.js'
import { allocatorsOf } from '../../src/naming/allocators.js'
import { rankSuspects } from '../../src/naming/rank-suspects.js'
import type { Suspect } from '../../src/report/leak-report.js'
import { generationsOf, type MadeSite } from '../support/sites.js'

const holder = (suspect: Partial<Suspect>, file = '/app/cache.js', count = 100): Holder => ({
  suspect: { stack: [], share: 0.9, count, retainerPath: [file, 'variable pages {Map}'], ...suspect },
  file,
  count,
  isMain: (suspect.share ?? 0.9) >= 0.5,
})

function ranked(
  kind: LeakKind,
  sites: readonly MadeSite[],
  holders: readonly Holder[],
  expected = 100,
  open: readonly Suspect[] = [],
) {
  const allocators = allocatorsOf(generationsOf(...sites), {
    sourceOf: (frame) => frame,
    isOurs: () => false,
    routeOf: () => undefined,
    neededBy: () => undefined,
  })
  return rankSuspects({ kind, allocators, openers: [], open }, { holders, expected })
}

test('who allocates is told together with who keeps it, where most hangs there', () => {
  const [first, ...others] = ranked(
    'heap',
    [{ functionName: 'render' }],
    [holder({ constructorName: 'Page' })],
  )
  expect(first).toMatchObject({
    functionName: 'render',
    constructorName: 'Page',
    retainerPath: ['/app/cache.js', 'variable pages {Map}'],
  })
  expect(others).toEqual([])
})

test('of native memory what frameworks and Node allocate for each request says nothing', () => {
  const router = { functionName: 'decode', file: '/app/node_modules/express/lib/router/layer.js' }
  const wrapper = { functionName: 'SecureContext', file: 'node:_tls_common' }
  expect(ranked('native', [router, wrapper], [])).toEqual([])
  expect(ranked('native', [router, { functionName: 'contextFor' }], [])).toMatchObject([
    { functionName: 'contextFor' },
  ])
  expect(ranked('heap', [router], [])).toMatchObject([{ functionName: 'decode' }])
})

test('where less hangs there it is another suspect', () => {
  const found = ranked(
    'heap',
    [{ functionName: 'render' }],
    [holder({ share: 0.2, constructorName: 'Page' })],
  )
  expect(found).toMatchObject([{ functionName: 'render' }, { constructorName: 'Page' }])
  expect(found[0]).not.toHaveProperty('retainerPath')
})

test('where as much hangs there as leaks, it does not matter what requests in flight weigh', () => {
  const small = holder({ share: 0.1, bytes: 60_000 })
  const [first] = ranked('heap', [{ functionName: 'render' }], [small], 64_000)
  expect(first).toMatchObject({
    functionName: 'render',
    retainerPath: ['/app/cache.js', 'variable pages {Map}'],
  })
})

test('off the heap who keeps it comes first, unless it is certain who allocates, or both are in one file', () => {
  const kept = [holder({ constructorName: 'Buffer' })]
  expect(ranked('external', [{ functionName: 'read', isCertain: false }], kept)[0]).not.toHaveProperty(
    'functionName',
  )
  expect(ranked('external', [{ functionName: 'read' }], kept)[0]?.functionName).toBe('read')
  const near = { functionName: 'read', isCertain: false, file: '/app/cache.js' }
  expect(ranked('external', [near], kept)[0]?.functionName).toBe('read')
})

test('functions that pile up are told by who makes them, not by who allocates most', () => {
  const sites = [
    { functionName: 'send', file: '/app/node_modules/express/lib/response.js', bytes: 9000 },
    { functionName: 'later', line: 30, bytes: 100, isCertain: false },
    { functionName: 'subscribe', line: 10, bytes: 100, isCertain: false },
  ]
  const listener = holder({ functionName: 'anonymous function', file: '/app/server.js', line: 12, column: 5 })
  expect(ranked('heap', sites, [listener])[0]).toMatchObject({
    functionName: 'subscribe',
    retainerPath: ['/app/cache.js', 'variable pages {Map}'],
  })
})

test('objects of a class are not told by what stands before the class', () => {
  const sites = [
    { functionName: 'before', line: 10, bytes: 10 },
    { functionName: 'makes', line: 90 },
  ]
  const session = holder({ functionName: 'Session', constructorName: 'Session', line: 50, column: 1 })
  expect(ranked('heap', sites, [session])[0]?.functionName).toBe('makes')
})

test('a package that allocates on behalf of an application which keeps it did as it was told', () => {
  const clone = {
    functionName: 'baseClone',
    file: '/app/node_modules/lodash/lodash.js',
    callers: ['cloneDeep /app/node_modules/lodash/lodash.js:11', 'remember /app/cache.js:3'],
  }
  const [own] = ranked('heap', [clone], [holder({})])
  expect(own).toMatchObject({ functionName: 'remember', file: '/app/cache.js', line: 3 })
  expect(own).not.toHaveProperty('package')
  const [its] = ranked('heap', [clone], [holder({}, '/app/node_modules/lodash/memoize.js')])
  expect(its).toMatchObject({ functionName: 'baseClone', package: 'lodash' })
})

test('but not on behalf of whom a framework called for', () => {
  const store = {
    functionName: 'set',
    file: '/app/node_modules/express-session/session/memory.js',
    callers: ['end /app/node_modules/express/lib/response.js:1', 'handler /app/server.js:3'],
  }
  expect(ranked('heap', [store], [holder({})])[0]?.functionName).toBe('set')
})

test('of what is counted, objects that come as fast as the items are a suspect, others are none', () => {
  const timers = holder({ constructorName: 'Timeout' }, '/app/a.js', 90)
  const strings = holder({ constructorName: '(string)' }, '/app/b.js', 3000)
  expect(ranked('handles', [], [strings, timers])).toMatchObject([{ constructorName: 'Timeout' }])
})

test('what is counted is told by who made it, where the snapshot tells only of functions', () => {
  const sites = [{ functionName: 'scheduleRetry', line: 5, isCertain: false }]
  const place = { functionName: 'anonymous function', file: '/app/server.js', line: 6, column: 30 }
  const timers = holder({ ...place, constructorName: 'Timeout', count: 90, share: 0.2 }, 'node:timers', 90)
  expect(ranked('handles', sites, [timers])[0]).toMatchObject({
    functionName: 'scheduleRetry',
    line: 5,
    constructorName: 'Timeout',
    count: 90,
    share: 0.2,
  })
})

describe('descriptors', () => {
  const socket = { resourceType: 'socket', count: 200, share: 1, stack: [] }
  const file = { resourceType: 'file /tmp/*.part', count: 200, share: 1, stack: [] }
  const profile = [{ functionName: 'connect', isCertain: false }]

  test.each([
    ['sockets by the code that came with them', socket, ['connect', 'socket']],
    ['files by their path', file, ['file /tmp/*.part', 'connect']],
  ])('are told: %s', (_, open, expected) => {
    const found = ranked('descriptors', profile, [], 100, [open])
    expect(found.map(({ functionName, resourceType }) => functionName ?? resourceType)).toEqual(expected)
  })
})

test('a callback without a name is told with the function of the application that it belongs to', () => {
  const callers = ['map :0', 'remember /app/server.js:4', 'handle /app/node_modules/express/index.js:9']
  expect(ranked('heap', [{ functionName: '', callers }], [])[0]).toMatchObject({
    functionName: '(anonymous)',
    calledBy: 'remember (/app/server.js:4)',
  })
  expect(ranked('heap', [{ functionName: '', callers: callers.slice(2) }], [])[0]).not.toHaveProperty(
    'calledBy',
  )
})
