import { PassThrough } from 'node:stream'
import Router from '@koa/router'
import { resourceTracker } from '@plimsoll/koa'
import Koa from 'koa'

const app = new Koa()
const router = new Router()
// Looks half a second after each answer at what is left; the default is a minute.
export const tracker = resourceTracker({ observe: { graceMs: 500 } })
app.use(tracker).use(router.routes())

// Shows on a page, ten times a second, how much memory the server takes.
router.get('/memory', function sendMemory(ctx) {
  const events = new PassThrough()
  ctx.type = 'text/event-stream'
  ctx.body = events
  ctx.flushHeaders()
  // The page is closed, and Koa destroys the body. Writing to that does nothing, ten times a second, for ever.
  setInterval(() => events.write(`data: ${process.memoryUsage.rss()}\n\n`), 100)
})

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
