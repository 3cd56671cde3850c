import { SimulatedApp, started } from './support/simulated-app.js'

afterEach(() => {
  for (const app of started.splice(0)) app.monitor.stop()
})

test('between two points the end comes nearer, too, and the message says so', () => {
  const sites = [{ functionName: 'remember', bytesPerRequest: 200_000, keeps: 'all' }] as const
  const app = new SimulatedApp({ sites, pauseMs: 300 })
  while (app.told.leak.length === 0) app.run(1)
  const { collections } = app
  const [told] = app.told.leak
  app.run(10)
  expect(app.collections).toBe(collections)
  const [now] = app.monitor.report().leaks
  const passed = (told?.forecast?.secondsToLimit ?? 0) - (now?.forecast?.secondsToLimit ?? 0)
  expect(passed).toBeGreaterThan(9)
  expect(passed).toBeLessThan(11.5)
  expect(now?.message).not.toBe(told?.message)
  expect(now).toMatchObject({ growth: told?.growth, suspects: told?.suspects })
})
