import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import type { Express, RequestHandler } from 'express'
import express4 from 'express4'
import express5 from 'express5'
import * as plimsollExpress from '../src/index.js'

const TIB = 2 ** 40
const { memoryGuard, plimsoll } = plimsollExpress

/** A process whose container is full, or nearly: with `held`, all but critical requests are shed. */
function pressed(kind: 'full' | 'held') {
  const readings = createScriptedReadings({
    heapLimitBytes: TIB,
    heapUsedBytes: kind === 'held' ? 0.94 * TIB : 0,
  })
  const used = kind === 'full' ? { containerUsedBytes: TIB, containerLimitBytes: TIB } : {}
  const ports = {
    clock: createFakeClock(),
    gc: createFakeGc(),
    readings: [readings],
    probe: createFakeProbe(used),
  }
  const sampler = createSampler({}, ports)
  sampler.noteLiveHeap()
  return { sampler, logger: { info() {}, warn() {}, error() {} } }
}

describe.each([
  ['Express 4', express4 as unknown as () => Express],
  ['Express 5', express5],
])('%s', (_, createExpress) => {
  const servers: Server[] = []
  const held: { close(): void }[] = []
  afterEach(async () => {
    for (const each of held.splice(0)) each.close()
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  })
  const keep = <M extends { close(): void }>(middleware: M): M => {
    held.push(middleware)
    return middleware
  }
  async function open(app: Express) {
    const server = createServer(app)
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return async (path: string, init?: RequestInit) => {
      const response = await fetch(origin + path, init)
      return { status: response.status, text: await response.text() }
    }
  }
  const done: RequestHandler = (_req, res) => void res.send('done')

  test('case matters for critical routes and endpoints where it matters to the application', async () => {
    const app = createExpress()
    app.enable('case sensitive routing')
    const guard = { criticalRoutes: ['/Critical'], reclaim: false as const }
    app.use(keep(plimsoll({ ...pressed('held'), guard, health: { paths: { health: '/Health' } } })))
    app.get('/Critical', done)
    const ask = await open(app)
    for (let round = 0; round < 2; round += 1) {
      expect((await ask('/Critical')).text).toBe('done')
      expect((await ask('/critical')).status).toBe(503)
      expect((await ask('/Health')).status).toBe(200)
      expect((await ask('/LIVEZ')).status).toBe(503)
    }
  })

  test('mounted on one route it guards that route, and nothing else', async () => {
    const app = createExpress()
    app.get('/heavy', keep(memoryGuard({ ...pressed('full'), reclaim: false })), done)
    app.get('/light', done)
    const ask = await open(app)
    for (let round = 0; round < 2; round += 1) {
      expect((await ask('/heavy')).status).toBe(503)
      expect((await ask('/light')).text).toBe('done')
    }
  })

  test('routes are counted by their template, with the mount path, parameters collapsed', async () => {
    const app = createExpress()
    const suite = keep(plimsoll({ logger: pressed('full').logger }))
    app.use(suite)
    const posts = createExpress()
    posts.get('/posts/:post', done)
    app.use('/users/:user', posts)
    const ask = await open(app)
    for (const user of ['17', '18', '5f0c6ff0-98b4-4d6a-b3f1-0a7c7a7e9f10'])
      await ask(`/users/${user}/posts/${user}`)
    await ask('/nowhere')
    const { text } = await ask('/metrics')
    expect(text).toMatch(/_count\{method="GET",route="\/users\/:value\/posts\/:post",status_code="200"\} 3$/m)
    expect(text).toMatch(/_count\{method="GET",route="unmatched",status_code="404"\} 1$/m)
    expect(text).not.toMatch(/route="[^"]*17/)
    expect(suite.guard?.stats.costs.map(({ route }) => route)).toContain('GET /users/:value/posts/:post')
  })

  test('req.memory is what handlers are given', async () => {
    const app = createExpress()
    app.use(keep(plimsoll({ ...pressed('held'), guard: { criticalRoutes: ['/'], reclaim: false } })))
    app.get('/', (req, res) => {
      const { memory } = req as unknown as { memory: object }
      res.json({ memory, same: memory === plimsollExpress.memoryOf(req) })
    })
    const ask = await open(app)
    expect(JSON.parse((await ask('/')).text)).toEqual({
      memory: { pressure: 'critical', isCritical: true, ratio: 0.94, signal: 'heap-live' },
      same: true,
    })
  })
})

test('the package exports the names of the contract', () => {
  expect(Object.keys(plimsollExpress).sort()).toEqual([
    'health',
    'memoryGuard',
    'memoryOf',
    'metrics',
    'plimsoll',
  ])
})
