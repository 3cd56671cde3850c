import { createFakeClock, createRecordingLogger } from '@plimsoll/core/testing'
import { type RestartLeaseOptions, restartLease } from '../../src/index.js'
import { settle } from '../cluster/supervised.js'

type Reply = 0 | 1 | Error | 'silence'

/** A lease whose Redis is a list of answers. */
function leaseOf(replies: Reply[], options: Partial<RestartLeaseOptions> = {}) {
  const asked: string[] = []
  const late: ((answer: number) => void)[] = []
  const clock = createFakeClock()
  const logger = createRecordingLogger()
  const lease = restartLease(
    {
      command(args) {
        asked.push(args.slice(3).join(' '))
        const reply = replies.shift() ?? 1
        if (reply instanceof Error) throw reply
        if (reply === 'silence') return new Promise((resolve) => late.push(resolve))
        return Promise.resolve(reply)
      },
      logger,
      ...options,
    },
    { clock, replicaName: () => 'pod-7' },
  )
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms)
    await settle()
  }
  return { lease, asked, late, clock, logger, pass }
}

describe('restartLease', () => {
  test('takes a permit, renews it while it is held, and gives it back', async () => {
    const { lease, asked, pass, clock } = leaseOf([], { permits: 2, ttlMs: 30_000, key: 'shop' })
    const release = await lease.acquire()
    await pass(10_000)
    await pass(10_000)
    await release?.()
    await pass(60_000)
    expect(asked).toEqual([
      'shop take pod-7 2 30000',
      'shop renew pod-7 2 30000',
      'shop renew pod-7 2 30000',
      'shop give pod-7 2 30000',
    ])
    expect(clock.pending).toBe(0)
    await release?.()
    expect(asked).toHaveLength(4)
  })

  test('without a permit there is nothing to renew', async () => {
    const { lease, clock } = leaseOf([0])
    await expect(lease.acquire()).resolves.toBeUndefined()
    expect(clock.pending).toBe(0)
  })

  test('the replacement gives back the permit of the one before; one that holds it keeps it', async () => {
    const { lease, asked } = leaseOf([])
    await lease.ready()
    await lease.acquire()
    await lease.ready()
    expect(asked.map((each) => each.split(' ')[1])).toEqual(['give', 'take'])
    lease.close()
  })

  test('with Redis away every restart is permitted, and that is said once', async () => {
    const { lease, logger, pass, asked } = leaseOf([new Error('connect ECONNREFUSED'), new Error('still'), 1])
    await expect(lease.acquire()).resolves.toBeInstanceOf(Function)
    await pass(20_000)
    await pass(20_000)
    expect(logger.lines.map(({ level, message }) => [level, message])).toEqual([
      ['warn', expect.stringMatching(/Redis cannot be asked .*\(connect ECONNREFUSED\).* jitter alone/)],
      ['info', expect.stringContaining('Redis answers again')],
    ])
    expect(asked.at(-1)).toContain('renew')
    lease.close()
  })

  test('a Redis that does not answer is away; the permit that it gives later goes back', async () => {
    const { lease, late, asked, pass } = leaseOf(['silence'], { commandTimeoutMs: 500 })
    const permit = lease.acquire()
    await pass(500)
    await expect(permit).resolves.toBeInstanceOf(Function)
    lease.close()
    late[0]?.(1)
    await settle()
    expect(asked.map((each) => each.split(' ')[1])).toEqual(['take', 'give'])
  })

  test('close() ends the renewing', async () => {
    const { lease, clock } = leaseOf([])
    await lease.acquire()
    lease.close()
    expect(clock.pending).toBe(0)
  })

  test.each([
    [{}, /`restartLease.command` to be a function that runs a Redis command/],
    [{ command: 'redis://' }, /`restartLease.command`/],
    [{ permits: 0 }, /`restartLease.permits` to be a whole number of replicas, at least 1, got 0/],
    [{ ttlMs: 10 }, /`restartLease.ttlMs`.*at least 1000.*got 10/],
    [{ permit: 3 }, /Unknown option `restartLease.permit`/],
  ])('%j is refused', (options, message) => {
    const command = () => Promise.resolve(1)
    const given =
      'command' in options || Object.keys(options).length === 0 ? options : { command, ...options }
    expect(() => restartLease(given as RestartLeaseOptions)).toThrow(message)
  })
})
