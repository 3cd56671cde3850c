import { SimulatedApp, type SimulatedSite, started } from './support/simulated-app.js'

const leak: SimulatedSite = { functionName: 'remember', bytesPerRequest: 1024, keeps: 'all' }
const TEN_MINUTES = 600_000
const DAYS = 86_400

afterEach(() => {
  for (const app of started.splice(0)) app.monitor.stop()
})

/** One request a second that leaves a kilobyte: 24 days to 2 GiB. */
function slow(horizonSeconds?: number): SimulatedApp {
  return new SimulatedApp({
    sites: [leak],
    requestsPerSecond: 1,
    monitor: { observationMs: TEN_MINUTES, ...(horizonSeconds !== undefined && { horizonSeconds }) },
  })
}

test('F14: a kilobyte a second is found within an hour where a month matters', () => {
  const app = slow(60 * DAYS)
  while (app.told.leak.length === 0 && app.second < 3600) app.run(60)
  expect(app.told.leak[0]).toMatchObject({ kind: 'heap', suspects: [{ functionName: 'remember' }] })
  expect(app.told.leak[0]?.forecast?.secondsToLimit).toBeGreaterThan(20 * DAYS)
})

test('F14: where only today matters it is not told, and not for want of looking', () => {
  const app = slow(DAYS).run(3600)
  expect(app.told.leak).toEqual([])
  expect(app.told.suspicion.length).toBeGreaterThan(0)
})

test('F14: a leak in bursts is found, by what a request leaves', () => {
  const bursts = (second: number) => (second % 60 < 20 ? 120 : 5)
  const app = new SimulatedApp({
    sites: [{ ...leak, bytesPerRequest: 2000 }],
    requestsPerSecond: bursts,
    monitor: { observationMs: TEN_MINUTES },
  })
  while (app.told.leak.length === 0 && app.second < 3600) app.run(60)
  expect(app.told.leak[0]?.growth.perRequest).toBeCloseTo(2000, -3)
})
