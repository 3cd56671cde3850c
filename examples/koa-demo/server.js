import Router from '@koa/router'
import { plimsoll } from '@plimsoll/koa'
import Koa from 'koa'
import { buildReport } from './report.js'

const app = new Koa()
const router = new Router()

// The one line. The demo runs this file without it first.
if (process.env.PLIMSOLL !== 'off') app.use(plimsoll({ guard: { criticalRoutes: ['/checkout'] } }))

// Heavy: holds about 3.5 MB for 200 ms. Under pressure it is answered with 503 and Retry-After.
router.get('/report', async (ctx) => {
  ctx.body = await buildReport()
})

// Critical: answered when others are not, and then with less.
router.get('/checkout', (ctx) => {
  const order = { order: 4711, status: 'accepted' }
  ctx.body = ctx.memory?.isCritical ? order : { ...order, alsoBought: ['a lamp', 'a compass', 'a lead line'] }
})

app.use(router.routes())
app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
