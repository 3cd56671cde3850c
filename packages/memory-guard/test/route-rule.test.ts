import { PlimsollError } from '@plimsoll/core'
import fc from 'fast-check'
import { compileRoutes, type RouteRules } from '../src/routes/route-rule.js'

const matcher = (rules: RouteRules, caseSensitive = false) =>
  compileRoutes(rules, 'criticalRoutes', caseSensitive, () => {})
const matches = (rules: RouteRules, path: string | undefined, method = 'GET', raw: unknown = {}) =>
  matcher(rules).matches(method, path, raw)

describe('critical routes', () => {
  test.each([
    ['/critical', true],
    ['/critical/now', true],
    ['/critical/a/b', true],
    ['/CRITICAL', true],
    ['/critical-report', false],
    ['/criticality', false],
    ['/critica', false],
    ['/x/critical', false],
    ['/', false],
  ])("'/critical' covers %s: %s", (path, covered) => {
    expect(matches(['/critical'], path)).toBe(covered)
  })

  test('a rule may be written with a trailing slash', () => {
    expect(matches(['/critical/'], '/critical')).toBe(true)
    expect(matches(['/critical/'], '/critical-report')).toBe(false)
  })

  test('a method narrows it', () => {
    expect(matches(['POST /orders'], '/orders/7', 'POST')).toBe(true)
    expect(matches(['POST /orders'], '/orders/7', 'GET')).toBe(false)
  })

  test('exact means that path alone', () => {
    expect(matches([{ exact: '/x' }], '/x')).toBe(true)
    expect(matches([{ exact: '/x' }], '/x/y')).toBe(false)
    expect(matches([{ exact: 'POST /x' }], '/x', 'GET')).toBe(false)
  })

  test("'/' covers everything, { exact: '/' } the root alone", () => {
    expect(matches(['/'], '/any/thing')).toBe(true)
    expect(matches([{ exact: '/' }], '/any')).toBe(false)
    expect(matches([{ exact: '/' }], '/')).toBe(true)
  })

  test('case matters where it matters to the framework', () => {
    expect(matcher(['/Critical'], true).matches('GET', '/critical', {})).toBe(false)
    expect(matcher(['/Critical'], true).matches('GET', '/Critical', {})).toBe(true)
  })

  test('a function decides on the request itself, beside rules or instead of them', () => {
    const vip = (request: unknown) => (request as { vip?: boolean }).vip === true
    expect(matches(vip, '/x', 'GET', { vip: true })).toBe(true)
    expect(matches(vip, '/x', 'GET', {})).toBe(false)
    expect(matches(['/critical', vip], '/x', 'GET', { vip: true })).toBe(true)
    expect(matches(['/critical', vip], '/critical', 'GET', {})).toBe(true)
  })

  test('only true counts: a promise, which is always truthy, lets nobody in', () => {
    const asynchronous = (() => Promise.resolve(true)) as never
    expect(matches(asynchronous, '/x')).toBe(false)
  })

  test('F36: a path that hides is on no critical route', () => {
    expect(matches(['/'], undefined)).toBe(false)
  })

  test.each([
    ['critical'],
    [''],
    ['GET'],
    ['get /x'],
    ['GET  /x'],
    [7],
    [null],
    [{}],
    [{ exact: 'x' }],
    [/x/],
  ])('F34: %p is no route, and the error says what one looks like', (rule) => {
    const compile = () => matcher([rule as never])
    expect(compile).toThrow(PlimsollError)
    expect(compile).toThrow(/criticalRoutes\[0\].*'POST \/orders'/)
  })

  test('F34: the error names the item and shows it', () => {
    expect(() => matcher(['/a', () => true, /^\/x/ as never])).toThrow(
      /criticalRoutes\[2\]`.*got \/\^\\\/x\/$/,
    )
  })

  test('F34: a key that would be ignored is refused: the method is a part of the text', () => {
    const rule = { exact: '/x', method: 'POST' }
    expect(() => matcher([rule])).toThrow(/criticalRoutes\[0\]\.method`.*known are: exact/)
    expect(matches([{ exact: 'POST /x' }], '/x', 'POST')).toBe(true)
    expect(matches([{ exact: 'POST /x' }], '/x/y', 'POST')).toBe(false)
  })

  test.each([
    '/x?y',
    '/x#y',
    '/%78',
    '/a;b',
    '/café',
    '//x',
    '/a/../x',
    '/a/.',
    '/:id',
    '/x/*',
    `/${'x'.repeat(3000)}`,
  ])('F36: %s is never the canonical path of a request: it would protect nobody', (rule) => {
    expect(() => matcher([rule])).toThrow(/criticalRoutes\[0\].*without parameters, query/)
    expect(() => matcher([{ exact: `GET ${rule}` }])).toThrow(PlimsollError)
  })

  test('F39: a rule is text: what would be a pattern elsewhere matches only itself', () => {
    // What looks like a parameter, a star or a dot segment is refused when it is compiled.
    const text = fc
      .stringMatching(/^\/[a-z.*+^$()[\]{}|:-]{1,20}$/)
      .filter((rule) => !/\/:\w|\/\*$|\/\.{1,2}$/.test(rule))
    fc.assert(
      fc.property(text, fc.string(), (rule, tail) => {
        expect(matches([rule], rule)).toBe(true)
        const path = `${rule}${tail}`.toLowerCase()
        const below = tail === '' || tail.startsWith('/')
        expect(matches([rule], path)).toBe(below || path === rule)
      }),
    )
  })

  test('F39: a hostile rule against a hostile path is decided by comparing, at once', () => {
    const rule = `/${'(a+)+'.repeat(50)}$`
    const path = `/${'a'.repeat(2000)}!`
    const matcherOfMany = matcher(new Array(100).fill(rule))
    const startedAt = performance.now()
    expect(matcherOfMany.matches('GET', path, {})).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(100)
  })

  test('F36: segments decide: a path is covered exactly when its first segments are those of the rule', () => {
    const segments = fc.array(fc.constantFrom('a', 'b', 'ab', 'a-b', 'critical'), {
      minLength: 1,
      maxLength: 4,
    })
    fc.assert(
      fc.property(segments, segments, (rule, path) => {
        const covered = rule.every((segment, index) => path[index] === segment)
        expect(matches([`/${rule.join('/')}`], `/${path.join('/')}`)).toBe(covered)
      }),
    )
  })
})
