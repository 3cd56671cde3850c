import { setTimeout as wait } from 'node:timers/promises'
import { createRecordingLogger } from '@plimsoll/core/testing'
import { type RedisCommand, type RestartLeaseOptions, restartLease } from '@plimsoll/lifecycle'
import { Redis } from 'ioredis'
import { createClient } from 'redis'
import { describeWithRedis, type RedisServer, startRedis, stopRedisServers } from './redis-server.js'

interface Client {
  readonly command: RedisCommand
  close(): void
}

const CLIENTS: Record<string, (port: number) => Promise<Client>> = {
  async 'node-redis'(port) {
    const client = createClient({ socket: { port, host: '127.0.0.1', reconnectStrategy: 50 } })
    client.on('error', () => {})
    await client.connect()
    return { command: (args) => client.sendCommand(args), close: () => client.destroy() }
  },
  async ioredis(port) {
    const client = new Redis({ port, host: '127.0.0.1', retryStrategy: () => 50 })
    client.on('error', () => {})
    return { command: ([name = '', ...args]) => client.call(name, ...args), close: () => client.disconnect() }
  },
}

describeWithRedis.each(Object.keys(CLIENTS))('restartLease through %s and a real Redis', (name) => {
  const closers: (() => void)[] = []
  let redis: RedisServer
  let client: Client

  beforeAll(async () => {
    redis = await startRedis()
    client = (await CLIENTS[name]?.(redis.port)) as Client
  })
  afterEach(() => {
    for (const close of closers.splice(0)) close()
  })
  afterAll(async () => {
    client.close()
    await stopRedisServers()
  })

  const leaseOf = (holder: string, options: Partial<RestartLeaseOptions> = {}) => {
    const lease = restartLease({ command: client.command, permits: 2, holder, ...options })
    closers.push(() => lease.close())
    return lease
  }
  const granted = async (holders: readonly string[], options: Partial<RestartLeaseOptions>) => {
    const answers = await Promise.all(holders.map((holder) => leaseOf(holder, options).acquire()))
    return answers.filter((answer) => answer !== undefined)
  }

  test('of twenty replicas that ask at once two may go, and the next when one is back', async () => {
    const replicas = Array.from({ length: 20 }, (_, number) => `pod-${number}`)
    const releases = await granted(replicas, { key: `${name}:twenty` })
    expect(releases).toHaveLength(2)
    await releases[0]?.()
    expect(await granted(replicas.slice(5, 10), { key: `${name}:twenty` })).toHaveLength(1)
  })

  test('a permit outlives its process, until its replacement serves or its time is over', async () => {
    const key = `${name}:successor`
    for (const holder of ['pod-a', 'pod-b']) {
      const lease = leaseOf(holder, { key, ttlMs: 1000 })
      await lease.acquire()
      lease.close()
    }
    const waiting = leaseOf('pod-c', { key })
    expect(await waiting.acquire()).toBeUndefined()
    await leaseOf('pod-a', { key }).ready()
    expect(await waiting.acquire()).toBeDefined()
    // That of pod-b has run out by then.
    await wait(1100)
    expect(await leaseOf('pod-d', { key }).acquire()).toBeDefined()
  })

  test('a permit that is held is renewed past its time', async () => {
    const key = `${name}:renewed`
    await leaseOf('pod-a', { key, permits: 1, ttlMs: 1000 }).acquire()
    await wait(1500)
    expect(await leaseOf('pod-b', { key, permits: 1 }).acquire()).toBeUndefined()
  })

  test('two replicas that go by one name take turns as well', async () => {
    const key = `${name}:namesakes`
    expect(await leaseOf('pod', { key }).acquire()).toBeDefined()
    expect(await leaseOf('pod', { key }).acquire()).toBeUndefined()
  })

  test('without Redis jitter alone holds, said once; when it is back, turns are taken again', async () => {
    const key = `${name}:away`
    const logger = createRecordingLogger()
    const lease = leaseOf('pod-a', { key, permits: 1, commandTimeoutMs: 300, logger })
    await redis.stop()
    for (let times = 0; times < 3; times += 1) expect(await lease.acquire()).toBeDefined()
    lease.close()
    redis = await startRedis(redis.port)
    // Clients queue what they could not send: those permits have come, and gone back, when the set is empty.
    const permits = () => client.command(['ZCARD', key]).catch(() => undefined)
    for (let times = 0; times < 100 && (await permits()) !== 0; times += 1) await wait(50)
    await leaseOf('pod-b', { key, permits: 1 }).acquire()
    expect(await lease.acquire()).toBeUndefined()
    expect(logger.lines.map(({ level }) => level)).toEqual(['warn', 'info'])
  })
})
