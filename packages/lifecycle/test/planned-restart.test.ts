import type { HealthReport } from '@plimsoll/core'
import { createFakeClock, createRecordingLogger } from '@plimsoll/core/testing'
import {
  type PlannedRestartOptions,
  resolvePlannedRestartOptions,
} from '../src/planned/planned-restart-options.js'
import { RestartPlan } from '../src/planned/restart-plan.js'

const HOUR = 3_600_000
const TOO_OLD: HealthReport = { status: 'needs-restart', code: 'max-uptime', message: 'It has run for a day' }

/** A process with a clock that a test moves, a health that it sets, and a file that outlives it. */
function planned(
  options: Partial<PlannedRestartOptions> = {},
  before: { uptimeMs?: number; file?: string } = {},
) {
  const clock = createFakeClock()
  const logger = createRecordingLogger()
  const errors: unknown[] = []
  const restarts: string[] = []
  const store = { text: before.file }
  const health = { status: 'healthy' as const, reasons: [] as HealthReport[], readyz: { ok: true } }
  const uptimeMs = (): number => (before.uptimeMs ?? 2 * HOUR) + clock.now()
  const plan = new RestartPlan(
    resolvePlannedRestartOptions({
      health,
      shutdown: { restart: (reason) => void restarts.push(reason) },
      jitterMs: 0,
      ...options,
    }),
    {
      clock,
      age: { uptimeMs, wallClockMs: () => 1e12 + uptimeMs() },
      history: {
        read: () => store.text,
        write: (text) => {
          store.text = text
        },
      },
      random: () => 0.5,
      logger,
      onError: (error) => void errors.push(error),
    },
  )
  const tick = async (ms = 1000): Promise<void> => {
    clock.advance(ms)
    plan.look()
    // An answer of a lease is a promise.
    await new Promise(setImmediate)
  }
  return { plan, tick, health, restarts, errors, logger, store }
}

describe('a planned restart', () => {
  test('comes when health says so, and says why', async () => {
    const { tick, health, restarts, logger } = planned()
    await tick()
    expect(restarts).toEqual([])
    health.reasons = [TOO_OLD]
    await tick()
    await tick()
    expect(restarts).toEqual(['planned restart: max-uptime'])
    expect(logger.messages('info').join()).toMatch(
      /a restart is due, and begins in 0\.0 s: It has run for a day/,
    )
  })

  test('is taken back when health thinks better of it', async () => {
    const { tick, health, restarts, plan } = planned({ jitterMs: 60_000 })
    health.reasons = [TOO_OLD]
    await tick()
    expect(plan.state.name).toBe('waiting')
    health.reasons = []
    await tick(60_000)
    expect(plan.state.name).toBe('watching')
    expect(restarts).toEqual([])
  })

  test('what merely degrades is no reason', async () => {
    const { tick, health, restarts } = planned()
    health.reasons = [{ status: 'degraded', code: 'memory-critical', message: 'Memory is short' }]
    for (let i = 0; i < 5; i += 1) await tick()
    expect(restarts).toEqual([])
  })

  test('jitter spreads it, and a leak that is nearer to its limit shortens the jitter', async () => {
    const far = planned({ jitterMs: 60_000 })
    far.health.reasons = [TOO_OLD]
    await far.tick()
    await far.tick(29_000)
    expect(far.restarts).toHaveLength(0)
    await far.tick(2000)
    expect(far.restarts).toHaveLength(1)

    const near = planned({ jitterMs: 60_000 })
    const leak = { kind: 'heap', secondsToLimit: 40 }
    near.health.reasons = [{ status: 'needs-restart', code: 'leak-confirmed', message: 'It leaks', leak }]
    await near.tick()
    await near.tick(5000)
    expect(near.restarts).toHaveLength(1)
  })

  test('waits until the process has run for the minimum', async () => {
    const { tick, health, restarts, logger } = planned({}, { uptimeMs: 60_000 })
    health.reasons = [TOO_OLD]
    await tick()
    expect(logger.messages('warn').join()).toMatch(
      /begins in 59\.0 min and not sooner, because the last start is too near/,
    )
    await tick(HOUR / 2)
    expect(restarts).toEqual([])
    await tick(HOUR / 2)
    expect(restarts).toHaveLength(1)
  })

  test('asks a lease, waits while there is no permit, and goes ahead when the lease fails', async () => {
    const answers: (() => Promise<(() => void) | undefined>)[] = [
      async () => undefined,
      async () => {
        throw new Error('a lease of somebody else')
      },
    ]
    const { tick, health, restarts, errors } = planned({
      lease: { acquire: () => (answers.shift() as () => Promise<undefined>)() },
    })
    health.reasons = [TOO_OLD]
    await tick()
    await tick()
    expect(restarts).toEqual([])
    await tick(29_000)
    expect(restarts).toEqual([])
    await tick(2000)
    expect(errors).toHaveLength(1)
    expect(restarts).toHaveLength(1)
  })

  test('gives a permit back when it is not needed any more, and says once that the process serves', async () => {
    let [released, ready] = [0, 0]
    const permits = planned({
      lease: {
        acquire: async () => {
          permits.health.reasons = []
          return () => {
            released += 1
          }
        },
        ready: () => {
          ready += 1
        },
      },
    })
    permits.health.reasons = [TOO_OLD]
    for (let i = 0; i < 3; i += 1) await permits.tick()
    expect(released).toBe(1)
    expect(ready).toBe(1)
    expect(permits.restarts).toEqual([])
  })

  test('that comes to nothing is asked for again, and not at once', async () => {
    const { tick, health, restarts } = planned()
    health.reasons = [TOO_OLD]
    for (let i = 0; i < 10; i += 1) await tick()
    expect(restarts).toHaveLength(1)
    await tick(HOUR)
    expect(restarts).toHaveLength(2)
  })
})

describe('the permit of a restart that does not come about', () => {
  function held(answers: readonly unknown[] = []) {
    let taken = 0
    const restarts: string[] = []
    const made = planned({
      minIntervalMs: 60_000,
      shutdown: { restart: async (reason) => answers[restarts.push(reason) - 1] },
      lease: {
        acquire: async () => {
          if (taken > 0) return undefined
          taken += 1
          return () => {
            taken -= 1
          }
        },
      },
    })
    made.health.reasons = [TOO_OLD]
    return { ...made, restarts, taken: () => taken }
  }

  test('is given back before another one is asked for', async () => {
    const { tick, restarts, taken } = held()
    await tick()
    await tick()
    expect([restarts.length, taken()]).toEqual([1, 1])
    await tick(60_000)
    expect([restarts.length, taken()]).toEqual([2, 1])
  })

  test('is given back at once when the restart is turned down', async () => {
    const { tick, restarts, taken, logger } = held([false, true])
    await tick()
    await tick()
    expect([restarts.length, taken()]).toEqual([1, 0])
    expect(logger.messages('info').at(-1)).toMatch(/was turned down/)
    await tick(60_000)
    expect([restarts.length, taken()]).toEqual([2, 1])
  })

  test('is given back after five minutes, unless the process drains', async () => {
    const { tick, health, taken } = held()
    await tick()
    await tick()
    health.reasons = [{ status: 'draining', code: 'draining', message: 'The process shuts down' }]
    await tick(301_000)
    expect(taken()).toBe(1)
    health.reasons = []
    await tick()
    expect(taken()).toBe(0)
  })
})

describe('while restarting does not help', () => {
  test('the interval has grown, and the log says why', async () => {
    // This process was started when its predecessor ended, which had run for no longer than it had to.
    const file = JSON.stringify([{ atMs: 1e12 - 5000, uptimeMs: HOUR }])
    const { tick, health, restarts, logger, store } = planned({}, { uptimeMs: 0, file })
    health.reasons = [TOO_OLD]
    await tick()
    expect(logger.messages('warn').join()).toMatch(/the last ones did not help \(2\.0 h between two\)/)
    await tick(1.9 * HOUR)
    expect(restarts).toEqual([])
    await tick(0.2 * HOUR)
    expect(restarts).toHaveLength(1)
    expect(JSON.parse(store.text ?? '')).toHaveLength(2)
  })

  test.each(['', 'no JSON', '{}', '[{"atMs":"x"}]', `[${'1,'.repeat(50_000)}1]`])(
    'a history that nobody of ours wrote counts for nothing: %.20s',
    async (file) => {
      const { tick, health, restarts } = planned({}, { file })
      health.reasons = [TOO_OLD]
      await tick()
      await tick()
      expect(restarts).toHaveLength(1)
    },
  )
})
