import { rankSites } from '../../src/naming/rank-sites.js'
import { generationsOf, type MadeSite } from '../support/sites.js'

const ranked = (...sites: readonly MadeSite[]) => {
  const found = rankSites(generationsOf(...sites), (file) => file.includes('/@plimsoll/'))
  return { names: found.sites.map(({ frame }) => frame.functionName), areCertain: found.areCertain }
}

test('of the application the place that holds most comes first', () => {
  expect(ranked({ functionName: 'little', bytes: 10 }, { functionName: 'much', bytes: 900 }).names).toEqual([
    'much',
    'little',
  ])
})

test('a package comes before the application only when it holds clearly more', () => {
  const store = { functionName: 'set', file: '/app/node_modules/express-session/session/memory.js' }
  const page = { functionName: 'page', bytes: 1000 }
  expect(ranked({ ...store, bytes: 1500 }, page).names).toEqual(['page', 'set'])
  expect(ranked({ ...store, bytes: 3000 }, page).names).toEqual(['set', 'page'])
})

test.each([
  '/app/node_modules/express/lib/response.js',
  '/app/node_modules/express5/lib/response.js',
  '/app/node_modules/@koa/router/dist/index.js',
  '/app/node_modules/router/lib/layer.js',
  'node:events',
  '',
])('what %s makes for a request stays with whoever holds the request', (file) => {
  const found = ranked({ functionName: 'dragged', file, bytes: 9000 }, { functionName: 'mine', bytes: 400 })
  expect(found).toEqual({ names: ['mine', 'dragged'], areCertain: true })
})

test('a place that may hold on comes before a framework that surely does', () => {
  const send = { functionName: 'send', file: '/app/node_modules/express/lib/response.js', bytes: 9000 }
  const found = ranked(send, { functionName: 'listen', bytes: 400, isCertain: false })
  expect(found).toEqual({ names: ['listen', 'send'], areCertain: false })
})

test('where some are certain, those that only may be are not told; nor is who looks on', () => {
  const looksOn = { functionName: 'look', file: '/app/node_modules/@plimsoll/memory-monitor/dist/a.js' }
  const maybe = { functionName: 'maybe', isCertain: false }
  expect(ranked(looksOn, maybe, { functionName: 'sure' }).names).toEqual(['sure'])
  expect(ranked(looksOn).names).toEqual([])
})

test('a place whose array or table goes on growing holds what is in it, whatever age its samples have', () => {
  const stores = [100, 100, 200, 200, 400, 400, 800, 800, 1600, 1600]
  const set = { functionName: 'remember', isCertain: false, bytes: 10, stores }
  const page = { functionName: 'page', bytes: 900 }
  expect(ranked(page, set).names).toEqual(['remember', 'page'])
  const full = stores.map((bytes) => Math.min(200, bytes))
  expect(ranked(page, { ...set, stores: full }).names).toEqual(['page'])
})

test('what a race makes outlives it only where one who runs never arrives: whoever holds the race comes first', () => {
  const load = { functionName: 'loadReport', bytes: 50_000, within: ['from'] }
  const race = { functionName: 'withDrain', bytes: 1000, within: ['then', 'race'] }
  expect(ranked(load, race).names).toEqual(['withDrain', 'loadReport'])
  expect(ranked(load, { ...race, within: ['then'] }).names).toEqual(['loadReport', 'withDrain'])
  // Inlined into its caller after a while; a few at the start are no leak.
  expect(ranked(load, { ...race, epochs: 4 }).names).toEqual(['withDrain', 'loadReport'])
  expect(ranked(load, { ...race, epochs: 2 }).names).toEqual(['loadReport'])
  const own = { ...race, within: [], callers: ['race /app/server.js:3', 'handle /app/server.js:1'] }
  expect(ranked(load, own).names).toEqual(['loadReport', 'withDrain'])
})
