import Router from '@koa/router'
import { resourceTracker } from '@plimsoll/koa'
import Koa from 'koa'
import { loadAccount } from '../../src/load-account.js'

const app = new Koa()
const router = new Router()
// Looks half a second after each answer at what is left; the default is a minute.
export const tracker = resourceTracker({ observe: { graceMs: 500 } })
app.use(tracker).use(router.routes())

// Orders to confirm as soon as the mail server is back.
const waiting = []

router.get('/orders/:id', function confirmOrder(ctx) {
  ctx.state.account = loadAccount()
  // All that a second try needs is `ctx.params.id`. What it keeps is the context, and all that hangs on it.
  waiting.push(ctx)
  ctx.body = { orders: ctx.state.account.orders.length, confirmed: 'later' }
})

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
