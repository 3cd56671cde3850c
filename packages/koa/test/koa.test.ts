import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Router from '@koa/router'
import type Koa from 'koa'
import Koa2 from 'koa2'
import Koa3 from 'koa3'
import '../src/augment.js'
import * as plimsollKoa from '../src/index.js'

const { memoryOf, plimsoll, resourcesOf } = plimsollKoa
const logger = { info() {}, warn() {}, error() {} }

describe.each([
  ['Koa 2', () => new Koa2() as unknown as Koa],
  ['Koa 3', () => new Koa3() as unknown as Koa],
])('%s', (_, createKoa) => {
  let server: Server
  let suite: ReturnType<typeof plimsoll>
  async function serve(mount: (app: Koa) => void) {
    suite = plimsoll({ logger })
    const app = createKoa()
    app.use(suite)
    mount(app)
    server = createServer(app.callback())
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return async (path: string) => (await fetch(origin + path)).text()
  }
  afterEach(async () => {
    suite.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })

  test('routes of @koa/router are counted by their template, prefix included', async () => {
    const ask = await serve((app) => {
      const router = new Router({ prefix: '/users/:user' })
      router.get('/posts/:post', (ctx) => {
        ctx.body = 'done'
      })
      app.use(router.routes() as never)
    })
    for (const user of ['17', 'ann']) await ask(`/users/${user}/posts/${user}`)
    const text = await ask('/metrics')
    expect(text).toMatch(/_count\{method="GET",route="\/users\/:user\/posts\/:post",status_code="200"\} 2$/m)
    expect(suite.guard?.stats.costs.map(({ route }) => route)).toContain('GET /users/:user/posts/:post')
  })

  test('ctx.memory is what middleware is given, typed by the augmentation', async () => {
    const ask = await serve((app) => {
      app.use((ctx) => {
        const { pressure, isCritical } = ctx.memory
        ctx.body = { pressure, isCritical, same: ctx.memory === memoryOf(ctx) }
      })
    })
    expect(JSON.parse(await ask('/'))).toEqual({
      pressure: expect.stringMatching(/^(normal|elevated|critical)$/),
      isCritical: expect.any(Boolean),
      same: true,
    })
  })

  test('ctx.resources is inherited by the contexts of an application, typed by the augmentation', async () => {
    const ask = await serve((app) => {
      app.use((ctx) => {
        const timer: NodeJS.Timeout = ctx.resources.setTimeout(() => {}, 60_000)
        ctx.body = {
          same: ctx.resources === resourcesOf(ctx) && resourcesOf(ctx.req) === ctx.resources,
          own: Object.hasOwn(ctx, 'resources'),
          application: Object.hasOwn(app.context, 'resources'),
          refed: timer.hasRef(),
        }
      })
    })
    expect(JSON.parse(await ask('/'))).toEqual({ same: true, own: false, application: true, refed: true })
    expect('resources' in createKoa().context).toBe(false)
  })
})

test('the package exports the names of the contract', () => {
  expect(Object.keys(plimsollKoa).sort()).toEqual([
    'currentResources',
    'health',
    'memoryGuard',
    'memoryMonitor',
    'memoryOf',
    'metrics',
    'plimsoll',
    'resourceTracker',
    'resourcesOf',
  ])
})
