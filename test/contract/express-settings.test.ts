import { memoryGuard, plimsoll } from '@plimsoll/express'
import express4 from 'express4'
import type { ErrorRequestHandler, Express, RequestHandler, Router } from 'express5'
import express5 from 'express5'
import { serving } from '../integration/serving.js'
import { ask } from './ask.js'

const { keep, listen, scripted } = serving()
const done: RequestHandler = (_req, res) => void res.send('done')

describe.each([
  ['Express 4', express4 as unknown as () => Express, express4.Router as unknown as () => Router],
  ['Express 5', express5, express5.Router],
])('%s', (_, createExpress, createRouter) => {
  test('case matters for critical routes and endpoints where it matters to the application', async () => {
    const { options, turn } = scripted({ criticalRoutes: ['/Critical'] })
    const app = createExpress()
    app.enable('case sensitive routing')
    app.use(keep(plimsoll({ ...options, health: { paths: { health: '/Health' } } })))
    app.get('/Critical', done)
    const { port } = await listen(app)
    turn('critical')
    // The first round comes through the framework, the second is decided on in front of it.
    for (let round = 0; round < 2; round += 1) {
      expect((await ask(port, '/Critical')).text).toBe('done')
      expect((await ask(port, '/critical')).status).toBe(503)
      expect((await ask(port, '/Health')).status).toBe(200)
      expect((await ask(port, '/LIVEZ')).status).toBe(503)
    }
  })

  test('mounted on one route it guards that route, and nothing else', async () => {
    const { options, turn } = scripted()
    const { guard, ...common } = options
    const app = createExpress()
    app.get('/heavy', keep(memoryGuard({ ...common, ...guard })), done)
    app.get('/light', done)
    const { port } = await listen(app)
    turn('full')
    for (let round = 0; round < 2; round += 1) {
      expect((await ask(port, '/heavy')).status).toBe(503)
      expect((await ask(port, '/light')).text).toBe('done')
    }
  })
  test('an error keeps the mount path of its route in the metrics', async () => {
    const { options } = scripted()
    const app = createExpress()
    app.use(keep(plimsoll({ ...options, metrics: true })))
    const [router, inner] = [createRouter(), createRouter()]
    app.use('/shop', router)
    router.use('/:tenant', inner)
    inner.get('/orders/:id', (req, res) => {
      if (req.params.id === '7') throw new Error('no order 7')
      res.send('done')
    })
    const answerError: ErrorRequestHandler = (_error, _req, res, _next) => void res.status(500).send('sorry')
    app.use(answerError)
    const { port } = await listen(app)
    expect((await ask(port, '/shop/12/orders/6')).status).toBe(200)
    expect((await ask(port, '/shop/12/orders/7')).status).toBe(500)
    const { text } = await ask(port, '/metrics')
    for (const status of [200, 500])
      expect(text).toContain(`_count{method="GET",route="/shop/:value/orders/:id",status_code="${status}"} 1`)
  })

  test('F30: on routers, with and without a prefix, and on the application: one decision', async () => {
    const { options, turn } = scripted()
    const { guard, ...common } = options
    const guards = [1, 2, 3].map(() => keep(memoryGuard({ ...common, ...guard })))
    const [onApp, onRouter, onInner] = guards
    const app = createExpress()
    const [router, inner] = [createRouter(), createRouter()]
    app.use(onApp!)
    app.use(router)
    router.use(onRouter!)
    router.use('/inner', inner)
    inner.use(onInner!)
    inner.get('/work', done)
    const { port } = await listen(app)
    const decisions = () =>
      guards.reduce((sum, { guard: each }) => sum + each!.stats.admitted + each!.stats.shed, 0)
    expect((await ask(port, '/inner/work')).text).toBe('done')
    expect(decisions()).toBe(1)
    turn('full')
    expect((await ask(port, '/inner/work')).status).toBe(503)
    expect(decisions()).toBe(2)
  })
})
