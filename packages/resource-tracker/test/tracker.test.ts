import { nodeTimers } from '../src/platform/timers.js'
import { trackerMetrics } from '../src/tracker-metrics.js'
import { counts, tracked } from './tracked.js'

describe('a tracker', () => {
  test('starts nothing, and knows nothing to report without observe', () => {
    const { tracker, clock } = tracked()
    tracker.start()
    const found = tracker.onOutstanding(() => {})
    expect([tracker.outstanding(), tracker.overdue(), clock.pending]).toEqual([[], [], 0])
    found.close()
    tracker.close()
    tracker[Symbol.dispose]()
  })

  test('what keeps its hidden classes alive sets no timer, is counted nowhere and fails nowhere', () => {
    const set: unknown[] = []
    const timers = { ...nodeTimers, setTimeout: (...args: unknown[]) => set.push(args) as never }
    // Made by the first tracker of a process.
    jest.isolateModules(() => {
      const fresh = jest.requireActual<typeof import('./tracked.js')>('./tracked.js')
      const { tracker, errors } = fresh.tracked(undefined, { timers })
      expect([set, errors, tracker.stats.tracked, tracker.stats.misused]).toEqual([[], [], counts({}), 0])
    })
  })

  test('its stats are a copy, and count what all of its scopes hold', () => {
    const { tracker, scope } = tracked()
    scope.defer(() => {})
    tracker.open().use({ close() {} })
    const before = tracker.stats
    expect(before.tracked).toEqual(counts({ deferred: 1, disposable: 1 }))
    scope.end('finished')
    expect(before.tracked).toEqual(counts({ deferred: 1, disposable: 1 }))
    expect(tracker.stats).toMatchObject({
      tracked: counts({ disposable: 1 }),
      disposed: counts({ deferred: 1 }),
    })
  })

  test('scopes that are open when it is closed are still disposed of', () => {
    const { tracker, scope } = tracked()
    let disposed = 0
    scope.defer(() => {
      disposed += 1
    })
    tracker.close()
    scope.end('finished')
    expect(disposed).toBe(1)
  })

  test('its metrics have a series for every kind, from the start', () => {
    const { tracker } = tracked()
    const series = new Map(tracker.metrics.map(({ name, points }) => [name, points.length]))
    expect([...series]).toEqual([
      ['plimsoll_tracked_resources', 7],
      ['plimsoll_resources_disposed_total', 7],
      ['plimsoll_resources_dispose_failures_total', 7],
      ['plimsoll_resources_refused_total', 3],
      ['plimsoll_resources_outstanding', 0],
    ])
  })

  test('outstanding resources are summed by kind and route; routes beyond 200 are told together', () => {
    const { tracker } = tracked()
    const found = (route: string, count: number) => ({ kind: 'timer' as const, route, count, oldestMs: 0 })
    const many = Array.from({ length: 250 }, (_, index) => found(`/${index}`, 1))
    const families = trackerMetrics(tracker.stats, [found('/0', 2), ...many])
    const points = families.find(({ name }) => name === 'plimsoll_resources_outstanding')?.points ?? []
    expect(points).toHaveLength(201)
    expect(points[0]).toEqual({ labels: { kind: 'timer', route: '/0' }, value: 3 })
    expect(points.at(-1)).toEqual({ labels: { kind: 'timer', route: 'other' }, value: 50 })
  })
})
