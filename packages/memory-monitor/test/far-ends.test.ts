import { patienceFor } from '../src/report/is-material.js'
import { SimulatedApp, started } from './support/simulated-app.js'

const DAY_SECONDS = 86_400

afterEach(() => {
  for (const app of started.splice(0)) app.monitor.stop()
})

/** 80 KB a second, of which nothing else differs than how much there may be. */
function secondOfVerdict(heapLimitBytes: number, until = 200): number | undefined {
  const sites = [{ functionName: 'remember', bytesPerRequest: 2000, keeps: 'all' }] as const
  const app = new SimulatedApp({ sites, fields: () => ({ heapLimitBytes }) })
  while (app.told.leak.length === 0 && app.second < until) app.run(1)
  return app.told.leak.length === 0 ? undefined : app.second
}

test('what nearly leaves the whole horizon is looked at for nearly twice as long', () => {
  const near = secondOfVerdict(600e6) ?? 0
  const far = secondOfVerdict(6.6e9) ?? 0
  expect(near).toBeLessThan(40)
  expect(far - near).toBeGreaterThan(15)
  expect(far - near).toBeLessThan(30)
})

test.each([
  [600, 1],
  [DAY_SECONDS / 2, 1.25],
  [DAY_SECONDS, 2],
  [30 * DAY_SECONDS, 2],
])('an end in %p seconds is looked at for %p times as long', (secondsToLimit, expected) => {
  const forecast = { limit: 0, unit: 'bytes', secondsToLimit, low: 0, high: 0 } as const
  expect(patienceFor({ forecast }, { horizonSeconds: DAY_SECONDS })).toBeCloseTo(expected, 3)
})

test('what is counted and has no limit does not wait', () => {
  expect(patienceFor({ forecast: undefined }, { horizonSeconds: DAY_SECONDS })).toBe(1)
})
