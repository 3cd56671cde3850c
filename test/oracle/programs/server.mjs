// A server between two requests and in the middle of some; as an ES module, with one imported on the way.
import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter, once } from 'node:events'
import { Agent, createServer, get } from 'node:http'
import { createRequire } from 'node:module'

const { writeHeapSnapshot } = createRequire(import.meta.url)('node:v8')
const storage = new AsyncLocalStorage()
const sessions = new Map()
const bus = new EventEmitter().setMaxListeners(0)

const server = createServer((req, res) => {
  storage.run({ url: req.url, at: process.hrtime.bigint() }, async () => {
    const session = { id: sessions.size, headers: req.headers, timer: setTimeout(() => session, 1e8) }
    session.timer.unref()
    sessions.set(`session ${session.id}`, session)
    bus.on('end', () => session.id)
    if (req.url === '/waits') return
    await import('node:zlib')
    res.end(JSON.stringify({ session: session.id }))
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const { port } = server.address()
const agent = new Agent({ keepAlive: true, maxSockets: 8 })
const visit = (path) => get({ port, path, host: '127.0.0.1', agent })
for (let i = 0; i < 300; i++) {
  const [response] = await once(visit(`/item/${i}`), 'response')
  response.resume()
  await once(response, 'end')
}
const waiting = Array.from({ length: 3 }, () => visit('/waits').on('error', () => {}))
await once(server, 'request')
writeHeapSnapshot(process.argv[2])
process.exit(waiting.length === 3 ? 0 : 1)
