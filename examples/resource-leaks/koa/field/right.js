import Router from '@koa/router'
import { resourceTracker } from '@plimsoll/koa'
import Koa from 'koa'
import { loadAccount } from '../../src/load-account.js'

const app = new Koa()
const router = new Router()
// `ctx.state.account` is set to undefined when the response has ended, on whatever context somebody has kept.
// By hand: keep what a second try needs, `ctx.params.id`, and not the context.
export const tracker = resourceTracker({ clearFields: ['account'], observe: { graceMs: 500 } })
app.use(tracker).use(router.routes())

// Orders to confirm as soon as the mail server is back.
const waiting = []

router.get('/orders/:id', function confirmOrder(ctx) {
  ctx.state.account = loadAccount()
  waiting.push(ctx)
  ctx.body = { orders: ctx.state.account.orders.length, confirmed: 'later' }
})

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
