import { createReadStream } from 'node:fs'
import { createGzip } from 'node:zlib'
import Router from '@koa/router'
import { resourceTracker } from '@plimsoll/koa'
import Koa from 'koa'

const app = new Koa()
const router = new Router()
// Looks half a second after each answer at what is left; the default is a minute.
export const tracker = resourceTracker({ observe: { graceMs: 500 } })
app.use(tracker).use(router.routes())

// Any large file will do: this one is Node itself.
router.get('/film', function sendFilm(ctx) {
  ctx.set('Content-Encoding', 'gzip')
  // Koa destroys its body when the client leaves, and that is the gzip. Nobody tells the file.
  ctx.body = createReadStream(process.execPath).pipe(createGzip())
})

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1')
