import Router from '@koa/router'
import { memoryGuard } from '@plimsoll/koa'
import type Koa from 'koa'
import Koa2 from 'koa2'
import Koa3 from 'koa3'
import { serving } from '../integration/serving.js'
import { ask } from './ask.js'

const { keep, listen, scripted } = serving()

describe.each([
  ['Koa 2', () => new Koa2() as unknown as Koa],
  ['Koa 3', () => new Koa3() as unknown as Koa],
])('%s', (_, createKoa) => {
  function guardOfFull(autoAttach: boolean) {
    const { options, turn } = scripted()
    const { guard, ...common } = options
    turn('full')
    return keep(memoryGuard({ ...common, ...guard, autoAttach }))
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
    app.use(guardOfFull(false))
    const { port } = await listen(app.callback())
    const answer = await ask(port, '/')
    expect(answer.status).toBe(503)
    expect(answer.headers['x-before']).toBe('set')
    expect(seen).toEqual([503])
  })

  test('mounted on one route it guards that route, and nothing else', async () => {
    const app = createKoa()
    const router = new Router()
    router.get('/heavy', guardOfFull(true) as never, (ctx) => {
      ctx.body = 'done'
    })
    router.get('/light', (ctx) => {
      ctx.body = 'done'
    })
    app.use(router.routes() as never)
    const { port } = await listen(app.callback())
    for (let round = 0; round < 2; round += 1) {
      expect((await ask(port, '/heavy')).status).toBe(503)
      expect((await ask(port, '/light')).text).toBe('done')
    }
  })
})
