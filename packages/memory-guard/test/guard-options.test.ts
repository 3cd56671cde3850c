import { PlimsollError } from '@plimsoll/core'
import fc from 'fast-check'
import { type MemoryGuardOptions, resolveMemoryGuardOptions } from '../src/guard-options.js'

describe('guard options', () => {
  test('without any the contract holds', () => {
    expect(resolveMemoryGuardOptions()).toMatchObject({
      elevatedRatio: 0.8,
      criticalRatio: 0.92,
      emergencyRatio: 0.97,
      exitGapRatio: 0.05,
      minDwellMs: 30_000,
      criticalRoutes: [],
      exempt: [],
      admitBySize: true,
      reclaim: { maxPauseMs: 150 },
      retryAfterSeconds: [1, 10],
      mode: 'enforce',
    })
  })

  test.each<[unknown, RegExp]>([
    [{ elevated: 0.8 }, /guard\.elevated`.*elevatedRatio/],
    [{ elevatedRatio: '0.8' }, /guard\.elevatedRatio.*0 to 1.*"0\.8"/],
    [{ elevatedRatio: 0.95 }, /elevatedRatio.*criticalRatio.*0\.95, 0\.92/],
    [{ criticalRatio: 0.99 }, /emergencyRatio.*0\.99, 0\.97/],
    [{ exitGapRatio: 0.8 }, /exitGapRatio.*0\.8.*elevatedRatio/],
    [{ minDwellMs: -1 }, /minDwellMs.*-1/],
    [{ criticalRoutes: '/critical' }, /criticalRoutes.*array.*"\/critical"/],
    [{ criticalRoutes: ['critical'] }, /criticalRoutes.*"critical"/],
    [{ priority: 'high' }, /priority.*a function.*"high"/],
    [{ exempt: 'ping' }, /exempt.*array of paths/],
    [{ exempt: ['/a', 'ping'] }, /exempt\[1\]`.*begins with '\/'.*"ping"/],
    [{ exempt: ['/a', 7] }, /exempt\[1\]`.*begins with '\/'.*7/],
    [{ exempt: ['/x?y'] }, /exempt\[0\]`.*query.*"\/x\?y"/],
    [{ exempt: ['/users/:id'] }, /exempt\[0\]`.*parameters.*"\/users\/:id"/],
    [{ costs: { upload: 1 } }, /costs\['upload'\].*'POST \/upload'/],
    [{ costs: { '/upload': 0 } }, /costs\['\/upload'\].*at least 1.*0/],
    [{ costs: { '/upload': '8MB' } }, /costs\['\/upload'\].*bytes.*"8MB"/],
    [{ reclaim: { maxPauseMs: Number.NaN } }, /reclaim\.maxPauseMs.*NaN/],
    [{ reclaim: { pause: 1 } }, /reclaim\.pause/],
    [{ reclaim: 150 }, /reclaim.*an object.*150/],
    [{ retryAfterSeconds: 5 }, /retryAfterSeconds.*\[min, max\].*5/],
    [{ retryAfterSeconds: [1.5, 3] }, /retryAfterSeconds.*1\.5/],
    [{ retryAfterSeconds: [10, 1] }, /retryAfterSeconds.*10, 1/],
    [{ retryAfterSeconds: [1, 1e21] }, /retryAfterSeconds.*<= 86400.*1, 1e\+21/],
    [{ mode: 'observe' }, /mode.*'dry-run'.*"observe"/],
    [{ signals: ['rss', 'memory'] }, /signals\[1\]`.*container.*"memory"/],
    [{ criticalRoutes: ['/a', '/b', /x/] }, /guard\.criticalRoutes\[2\]`.*\/x\//],
    [{ costs: { '/x?y': 5 } }, /costs\['\/x\?y'\].*'POST \/upload'/],
    [{ costs: { '/a{/:id}': 5 } }, /costs\['\/a\{\/:id\}'\].*'POST \/upload'/],
    [{ costs: { '/a/*/b': 5 } }, /costs\['\/a\/\*\/b'\].*'\/files\/\*'/],
    [{ costs: { '/(.*)': 5 } }, /costs\['\/\(\.\*\)'\]/],
    [{ costs: new Map([['/upload', 5]]) }, /costs.*an object of bytes by route/],
    [{ onShed: console }, /onShed.*a function/],
  ])('F34: %j is refused with the option, the expectation and the value', (options, message) => {
    const resolve = () => resolveMemoryGuardOptions(options as MemoryGuardOptions)
    expect(resolve).toThrow(PlimsollError)
    expect(resolve).toThrow(message)
  })

  test('F34: keys that every object has are no options, and no routes with a cost', () => {
    expect(() => resolveMemoryGuardOptions(JSON.parse('{"__proto__": {"mode": "dry-run"}}'))).toThrow(
      PlimsollError,
    )
    expect(() => resolveMemoryGuardOptions(JSON.parse('{"costs": {"__proto__": 5}}'))).toThrow(/__proto__/)
    const polluted = Object.create({ mode: 'dry-run' })
    expect(resolveMemoryGuardOptions(polluted).mode).toBe('enforce')
  })

  test('F34: options are copied: what is changed afterwards changes nothing', () => {
    const criticalRoutes: string[] = ['/critical']
    const costs: Record<string, number> = { '/upload': 5 }
    const resolved = resolveMemoryGuardOptions(Object.freeze({ criticalRoutes, costs }))
    costs['/upload'] = 7
    expect(resolved.costs.get('/upload')).toBe(5)
    expect(Object.isFrozen(resolved)).toBe(true)
  })

  test('F34: whatever is passed, it resolves or throws an error of ours', () => {
    const keys = Object.keys(resolveMemoryGuardOptions())
    const value = fc.oneof(fc.anything(), fc.double(), fc.array(fc.string()))
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...keys), value)), (options) => {
        try {
          resolveMemoryGuardOptions(options as MemoryGuardOptions)
        } catch (error) {
          expect(error).toBeInstanceOf(PlimsollError)
        }
      }),
      { numRuns: 500 },
    )
  })
})
