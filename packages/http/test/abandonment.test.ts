import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createSampler, garbageCollector } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import { plimsoll } from '../src/middleware.js'

// A collection of all that a test run has loaded takes its time.
jest.setTimeout(30_000)

const LOGGER = { info() {}, warn() {}, error() {} }

function sampled() {
  const clock = createFakeClock()
  const ports = { clock, gc: createFakeGc(), readings: [createScriptedReadings()], probe: createFakeProbe() }
  return { clock, sampler: createSampler({}, ports) }
}

type Sampled = ReturnType<typeof sampled>

/** Lets V8 collect until something has come of it: what is unreachable is told in a later turn of the loop. */
async function collect(rounds: number, done = () => false): Promise<void> {
  for (let round = 0; round < rounds && !done(); round += 1) {
    garbageCollector().collect()
    await new Promise(setImmediate)
  }
}

/** A request that was served, by a suite that nobody keeps. */
function serveAndForget({ sampler }: Sampled): void {
  const suite = plimsoll({ sampler, logger: LOGGER, autoAttach: false })
  const req = Object.assign(createServer(), { method: 'GET', url: '/', headers: {} })
  const res = Object.assign(createServer(), { headersSent: false, statusCode: 200 })
  suite(req as unknown as IncomingMessage, res as unknown as ServerResponse, () => {})
  res.emit('close')
}

function attachAndForget({ sampler }: Sampled, server: Server): void {
  plimsoll({ sampler, logger: LOGGER }).attach(server)
}

/** A server that a suite is attached to, has listened and is closed; nobody keeps it. */
async function closedServer(suite: ReturnType<typeof plimsoll>): Promise<WeakRef<Server>> {
  const server = createServer()
  suite.attach(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  await new Promise((resolve) => server.close(resolve))
  return new WeakRef(server)
}

describe('a suite that nobody closes', () => {
  test('F31: dropped by a hot reload or a test, it gives its timer back when it is collected', async () => {
    const process = sampled()
    for (let reload = 0; reload < 5; reload += 1) serveAndForget(process)
    expect(process.clock.pending).toBe(1)
    await collect(30, () => process.clock.pending === 0)
    expect(process.clock.pending).toBe(0)
  })

  test('attached to a server it works for as long as the server is there', async () => {
    const process = sampled()
    const server = createServer()
    attachAndForget(process, server)
    await collect(5)
    expect(process.clock.pending).toBe(1)
    expect(Object.hasOwn(server, 'emit')).toBe(true)
  })

  test('a server that is closed and dropped is not kept by the suite', async () => {
    const suite = plimsoll({ sampler: sampled().sampler, logger: LOGGER })
    const servers = await Promise.all(Array.from({ length: 5 }, () => closedServer(suite)))
    // To look at a reference keeps what it leads to until the turn ends: so nobody looks in between.
    await collect(5)
    expect(servers.map((server) => server.deref())).toEqual(new Array(5).fill(undefined))
    suite.close()
  })

  test('wrapped around a listener it works for as long as the listener is there', async () => {
    const process = sampled()
    const wrapped = plimsoll({ sampler: process.sampler, logger: LOGGER }).wrap(() => {})
    const req = Object.assign(createServer(), { method: 'GET', url: '/', headers: {} })
    const res = Object.assign(createServer(), { headersSent: false, statusCode: 200 })
    wrapped(req as never, res as never)
    await collect(5)
    expect(process.clock.pending).toBe(1)
    expect(wrapped).toBeDefined()
  })
})
