import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Express, RequestHandler } from 'express'
import express4 from 'express4'
import express5 from 'express5'
import '../src/augment.js'
import * as plimsollExpress from '../src/index.js'

const { memoryOf, plimsoll, resourcesOf } = plimsollExpress
const logger = { info() {}, warn() {}, error() {} }

describe.each([
  ['Express 4', express4 as unknown as () => Express],
  ['Express 5', express5],
])('%s', (_, createExpress) => {
  let server: Server
  let suite: ReturnType<typeof plimsoll>
  async function serve(mount: (app: Express) => void) {
    suite = plimsoll({ logger })
    const app = createExpress()
    app.use(suite)
    mount(app)
    server = createServer(app)
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return async (path: string) => (await fetch(origin + path)).text()
  }
  afterEach(async () => {
    suite.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const done: RequestHandler = (_req, res) => void res.send('done')

  test('routes are counted by their template, with the mount path, parameters collapsed', async () => {
    const ask = await serve((app) => {
      const posts = createExpress()
      posts.get('/posts/:post', done)
      app.use('/users/:user', posts)
    })
    for (const user of ['17', '18', '5f0c6ff0-98b4-4d6a-b3f1-0a7c7a7e9f10'])
      await ask(`/users/${user}/posts/${user}`)
    await ask('/nowhere')
    const text = await ask('/metrics')
    expect(text).toMatch(/_count\{method="GET",route="\/users\/:value\/posts\/:post",status_code="200"\} 3$/m)
    expect(text).toMatch(/_count\{method="GET",route="unmatched",status_code="404"\} 1$/m)
    expect(text).not.toMatch(/route="[^"]*17/)
    expect(suite.guard?.stats.costs.map(({ route }) => route)).toContain('GET /users/:value/posts/:post')
  })

  test('req.memory is what handlers are given, typed by the augmentation', async () => {
    const ask = await serve((app) => {
      app.get('/', (req, res) => {
        const { pressure, isCritical } = req.memory
        res.json({ pressure, isCritical, same: req.memory === memoryOf(req) })
      })
    })
    expect(JSON.parse(await ask('/'))).toEqual({
      pressure: expect.stringMatching(/^(normal|elevated|critical)$/),
      isCritical: expect.any(Boolean),
      same: true,
    })
  })

  test('req.resources is inherited by the requests of an application, typed by the augmentation', async () => {
    const ask = await serve((app) => {
      app.get('/', (req, res) => {
        const timer: NodeJS.Timeout = req.resources.setTimeout(() => {}, 60_000)
        res.json({
          same: req.resources === resourcesOf(req),
          own: Object.hasOwn(req, 'resources'),
          application: Object.hasOwn(app.request, 'resources'),
          refed: timer.hasRef(),
        })
      })
    })
    expect(JSON.parse(await ask('/'))).toEqual({ same: true, own: false, application: true, refed: true })
    expect('resources' in createExpress().request).toBe(false)
  })
})

test('the package exports the names of the contract', () => {
  expect(Object.keys(plimsollExpress).sort()).toEqual([
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
