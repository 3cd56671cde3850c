import { createFakeClock } from '@plimsoll/core/testing'
import { createHealth, type HealthCheck } from '../src/index.js'
import { codesOf, fixture } from './create-fixture.js'
import { FakeSampler, fakeBoard } from './fakes.js'

/** A check that counts its calls and answers what the test wants. */
function scripted(...answers: readonly (() => unknown)[]) {
  const calls: AbortSignal[] = []
  const check = (({ signal }) => {
    calls.push(signal)
    return answers[Math.min(calls.length, answers.length) - 1]?.()
  }) as HealthCheck
  return { calls, check }
}

/** Lets the checks that answer at once do so. */
const jobsDone = () => new Promise((resolve) => setImmediate(resolve))

const checkOf = async (answer: () => unknown) => {
  const { health } = fixture({ checks: { it: scripted(answer).check } })
  const { body } = await health.read(true)
  return { status: body.checks?.it?.status, code: body.reasons[0]?.code, message: body.reasons[0]?.message }
}

describe('what a check answers', () => {
  test.each([undefined, true, 'pass', { status: 'pass' }])('%j passes', async (answer) => {
    expect(await checkOf(async () => answer)).toEqual({ status: 'pass' })
  })

  test('may be written down as people write it, without `as const`', async () => {
    const ping = async (): Promise<void> => {}
    const { health } = fixture({
      checks: {
        literal: async () => 'pass',
        afterwards: async ({ signal }) => {
          await ping()
          return signal.aborted ? 'fail' : 'warn'
        },
        method() {
          return 'fail'
        },
        asynchronous: async () => ({ status: 'warn' }),
        nothing: ping,
      },
    })
    const { body } = await health.read(true)
    const statuses = Object.entries(body.checks ?? {}).map(([name, { status }]) => [name, status])
    expect(Object.fromEntries(statuses)).toEqual({
      literal: 'pass',
      afterwards: 'warn',
      method: 'fail',
      asynchronous: 'warn',
      nothing: 'pass',
    })
  })

  test.each(['warn', { status: 'warn' }])('%j warns and degrades', async (answer) => {
    expect(await checkOf(() => answer)).toMatchObject({ status: 'warn', code: 'check-warning' })
  })

  test.each([false, 'fail', { status: 'fail' }])('%j fails', async (answer) => {
    expect(await checkOf(async () => answer)).toMatchObject({ status: 'fail', code: 'check-failed' })
  })

  test.each([null, 0, 1, 'ok', {}, { status: 'up' }, [], Symbol('x'), () => 'pass'])(
    'F35: junk fails: %p',
    async (answer) => {
      expect(await checkOf(async () => answer)).toMatchObject({ status: 'fail', code: 'check-failed' })
    },
  )

  test('F35: one that throws, rejects or has a getter that throws fails, and its error goes to onError alone', async () => {
    const secret = new Error('connect ECONNREFUSED postgres://user:hunter2@db')
    const { health, errors } = fixture({
      checks: {
        throwing: () => {
          throw secret
        },
        rejecting: () => Promise.reject(secret),
        getter: (() => ({
          get status() {
            throw secret
          },
        })) as unknown as HealthCheck,
      },
    })
    const { body } = await health.read(true)
    expect(body.checks).toEqual({
      throwing: { status: 'fail' },
      rejecting: { status: 'fail' },
      getter: { status: 'fail' },
    })
    expect(errors).toEqual([secret, secret, secret])
    expect(JSON.stringify(body)).not.toContain('hunter2')
  })
})

describe('how checks are run', () => {
  test('F37: a flood of reads calls a check once, and the outcome is kept for a second', async () => {
    const { check, calls } = scripted(() => Promise.resolve('pass'))
    const { health, clock } = fixture({ checks: { check } })
    await Promise.all(Array.from({ length: 50 }, () => health.read(false)))
    expect(calls).toHaveLength(1)
    clock.advance(999)
    await health.read(false)
    expect(calls).toHaveLength(1)
    clock.advance(1)
    await health.read(false)
    expect(calls).toHaveLength(2)
  })

  test('F35: an onError that throws is the end of it: the check has failed, and the report is made', async () => {
    const broken = (): never => {
      throw new Error('mine')
    }
    const dependencies = { clock: createFakeClock(), sampler: new FakeSampler(), board: fakeBoard() }
    const health = createHealth({ checks: { it: broken } }, { ...dependencies, onError: broken })
    expect((await health.read(true)).body.checks).toEqual({ it: { status: 'fail' } })
  })

  test('F35: one that hangs has failed after two seconds and is told so by its signal', async () => {
    const { check, calls } = scripted(() => new Promise(() => {}))
    const { health, clock } = fixture({ checks: { db: check, fine: () => true } })
    const answer = health.read(true)
    await jobsDone()
    clock.advance(1999)
    expect(calls[0]?.aborted).toBe(false)
    clock.advance(1)
    const { body } = await answer
    expect(calls[0]?.aborted).toBe(true)
    expect(body.checks).toEqual({ db: { status: 'fail' }, fine: { status: 'pass' } })
    expect(body.reasons[0]?.message).toBe('Checks fail: db (did not answer within 2000 ms)')
    expect(clock.pending).toBe(0)
  })

  test('one that recovers after hanging passes again', async () => {
    const { check } = scripted(
      () => new Promise(() => {}),
      () => 'pass',
    )
    const { health, clock } = fixture({ checks: { db: check }, checkTimeoutMs: 100, checkCacheMs: 0 })
    const first = health.read(true)
    clock.advance(100)
    await first
    expect(health.status).toBe('degraded')
    await health.read(true)
    expect(health.status).toBe('healthy')
  })

  test('calls that never end are not piled up without bound', async () => {
    const { check, calls } = scripted(() => new Promise(() => {}))
    const { health, clock } = fixture({ checks: { db: check }, checkTimeoutMs: 100, checkCacheMs: 0 })
    for (let reads = 0; reads < 30; reads += 1) {
      const answer = health.read(true)
      clock.advance(100)
      await answer
    }
    expect(calls).toHaveLength(10)
    expect(health.status).toBe('degraded')
  })

  test('a dependency that stays down is told to onError once, not at every read', async () => {
    const { check } = scripted(() => Promise.reject(new Error('down')))
    const { health, errors, clock } = fixture({ checks: { check } })
    for (let reads = 0; reads < 5; reads += 1) {
      await health.read(false)
      clock.advance(1000)
    }
    expect(errors).toHaveLength(1)
  })

  test('status and reasons run no checks', async () => {
    const { check, calls } = scripted(() => 'fail')
    const { health } = fixture({ checks: { check } })
    expect(health.status).toBe('healthy')
    expect(calls).toHaveLength(0)
    await health.read(false)
    expect(codesOf(health)).toEqual(['check-failed'])
  })

  test('a name that every object has is a name like any other', async () => {
    const checks = Object.fromEntries([['__proto__', () => 'pass' as const]])
    const { health } = fixture({ checks })
    const { body } = await health.read(true)
    expect(JSON.stringify(body.checks)).toBe('{"__proto__":{"status":"pass"}}')
  })

  test('changing a body changes no later one', async () => {
    const { health } = fixture({ checks: { db: () => 'pass' } })
    const first = (await health.read(true)).body as { checks: Record<string, { status: string }> }
    ;(first.checks.db as { status: string }).status = 'fail'
    expect((await health.read(true)).body.checks).toEqual({ db: { status: 'pass' } })
  })
})
