import { allocatorsOf } from '../../src/naming/allocators.js'
import { isWeak } from '../../src/naming/rank-suspects.js'
import { generationsOf, type MadeSite } from '../support/sites.js'

function isWeakly(...sites: readonly MadeSite[]): boolean {
  const allocators = allocatorsOf(generationsOf(...sites), {
    sourceOf: (frame) => frame,
    isOurs: () => false,
    routeOf: () => undefined,
    neededBy: () => undefined,
  })
  return isWeak({ kind: 'heap', allocators, openers: [], open: [] })
}

test('a function that holds much and has a name is enough', () => {
  expect(isWeakly({ functionName: 'remember' }, { functionName: 'render' })).toBe(false)
})

test('none, one without a name, one of many alike, and one that was only told to serve are not', () => {
  expect(isWeakly()).toBe(true)
  expect(isWeakly({ functionName: '' })).toBe(true)
  expect(isWeakly(...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((functionName) => ({ functionName })))).toBe(
    true,
  )
  expect(isWeakly({ functionName: 'send', file: '/app/node_modules/express/lib/response.js' })).toBe(true)
  expect(isWeakly({ functionName: 'parserOnHeaders', file: 'node:_http_common' })).toBe(true)
})

test('one by which the rest is held is enough, however little it makes', () => {
  const race = { functionName: 'withDrain', bytes: 100, within: ['race'] }
  expect(isWeakly({ functionName: 'load', bytes: 90_000 }, race)).toBe(false)
})
