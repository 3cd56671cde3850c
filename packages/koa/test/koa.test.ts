import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import { createSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import type Koa from 'koa'
import Koa2 from 'koa2'
import Koa3 from 'koa3'
import * as plimsollKoa from '../src/index.js'

const TIB = 2 ** 40
const { memoryGuard, memoryOf, plimsoll } = plimsollKoa
const logger = { info() {}, warn() {}, error() {} }

/** A process whose container is full. */
function full() {
  const probe = createFakeProbe({ containerUsedBytes: TIB, containerLimitBytes: TIB })
  const readings = [createScriptedReadings({ containerUsedBytes: TIB, containerLimitBytes: TIB })]
  const sampler = createSampler({}, { clock: createFakeClock(), gc: createFakeGc(), readings, probe })
  return { sampler, logger }
}

describe.each([
  ['Koa 2', () => new Koa2() as unknown as Koa],
  ['Koa 3', () => new Koa3() as unknown as Koa],
])('%s', (_, createKoa) => {
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
  async function open(app: Koa) {
    const server = createServer(app.callback())
    servers.push(server)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return async (path: string, init?: RequestInit) => {
      const response = await fetch(origin + path, init)
      return { status: response.status, headers: response.headers, text: await response.text() }
    }
  }

  test('middleware in front sees the status of a request that was shed, and may set what it likes', async () => {
    const app = createKoa()
    const seen: number[] = []
    app.use(async (ctx, next) => {
      ctx.set('X-Before', 'set')
      await next()
      seen.push(ctx.status)
      ctx.set('X-Response-Time', '1')
    })
    app.use(keep(memoryGuard({ ...full(), reclaim: false, autoAttach: false })))
    const ask = await open(app)
    const answer = await ask('/')
    expect(answer.status).toBe(503)
    expect(answer.headers.get('x-before')).toBe('set')
    expect(seen).toEqual([503])
  })

  test('mounted on one route it guards that route, and nothing else', async () => {
    const app = createKoa()
    const router = new Router()
    router.get('/heavy', keep(memoryGuard({ ...full(), reclaim: false })) as never, (ctx) => {
      ctx.body = 'done'
    })
    router.get('/light', (ctx) => {
      ctx.body = 'done'
    })
    app.use(router.routes() as never)
    const ask = await open(app)
    for (let round = 0; round < 2; round += 1) {
      expect((await ask('/heavy')).status).toBe(503)
      expect((await ask('/light')).text).toBe('done')
    }
  })

  test('routes of @koa/router are counted by their template, prefix included', async () => {
    const app = createKoa()
    const suite = keep(plimsoll({ logger }))
    app.use(suite)
    const router = new Router({ prefix: '/users/:user' })
    router.get('/posts/:post', (ctx) => {
      ctx.body = 'done'
    })
    app.use(router.routes() as never)
    const ask = await open(app)
    for (const user of ['17', 'ann']) await ask(`/users/${user}/posts/${user}`)
    const { text } = await ask('/metrics')
    expect(text).toMatch(/_count\{method="GET",route="\/users\/:user\/posts\/:post",status_code="200"\} 2$/m)
    expect(suite.guard?.stats.costs.map(({ route }) => route)).toContain('GET /users/:user/posts/:post')
  })

  test('ctx.memory is what middleware is given, with or without types', async () => {
    const app = createKoa()
    app.use(keep(plimsoll({ logger })))
    app.use((ctx) => {
      ctx.body = { memory: ctx.memory, same: ctx.memory === memoryOf(ctx) }
    })
    const ask = await open(app)
    expect(JSON.parse((await ask('/')).text)).toMatchObject({
      memory: { pressure: expect.any(String), isCritical: expect.any(Boolean) },
      same: true,
    })
  })
})

test('the package exports the names of the contract', () => {
  expect(Object.keys(plimsollKoa).sort()).toEqual([
    'health',
    'memoryGuard',
    'memoryOf',
    'metrics',
    'plimsoll',
  ])
})
