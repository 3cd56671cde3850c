import { readHistory, requiredUptimeMs, writeHistory } from '../src/planned/restart-history.js'

const HOUR = 3_600_000
const limits = { minIntervalMs: HOUR, maxIntervalMs: 6 * HOUR }

/** Restarts one after the other, each of which led to the next process; the last one to the process at `startedAtMs`. */
function chain(...uptimesInHours: number[]) {
  let atMs = 1e12
  const history = uptimesInHours.map((hours) => {
    atMs += hours * HOUR + 5000
    return { atMs, uptimeMs: hours * HOUR }
  })
  return { history, startedAtMs: atMs + 5000 }
}

test.each([
  [[], 1],
  [[24], 1],
  [[1], 2],
  [[1, 2], 4],
  [[1, 2, 4], 6],
  [[1, 2, 4, 6], 6],
  [[1, 2, 24], 1],
  [[1, 4.1], 1],
])('after processes that ran for %j h, the next has to run for %d h', (uptimes, hours) => {
  const { history, startedAtMs } = chain(...uptimes)
  expect(requiredUptimeMs(history, startedAtMs, limits)).toBe(hours * HOUR)
})

test('a process that was started by somebody else begins anew', () => {
  const { history, startedAtMs } = chain(1, 2)
  expect(requiredUptimeMs(history, startedAtMs + HOUR, limits)).toBe(HOUR)
})

test('what other workers of the program wrote since counts for nothing', () => {
  const { history, startedAtMs } = chain(1, 2)
  const others = [...history, { atMs: startedAtMs + 2 * HOUR, uptimeMs: HOUR }]
  expect(requiredUptimeMs(others, startedAtMs, limits)).toBe(4 * HOUR)
})

test('what is written is read again, and it does not grow', () => {
  let text: string | undefined
  for (let i = 0; i < 50; i += 1) text = writeHistory(readHistory(text), { atMs: i, uptimeMs: i })
  expect(readHistory(text)).toHaveLength(20)
  expect(readHistory(text).at(-1)).toEqual({ atMs: 49, uptimeMs: 49 })
})
