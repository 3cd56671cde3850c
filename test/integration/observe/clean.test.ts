import { EventEmitter } from 'node:events'
import http from 'node:http'
import { observing } from './observing.js'

const { listen, watch } = observing()

const REQUESTS = 2000
const CLIENTS = 20

const open = new Set<() => unknown>()
afterEach(() => {
  for (const close of open) close()
  open.clear()
})

test(`${REQUESTS} clean requests: pools, race timers, a long-lived signal, keep-alive clients, and not one report`, async () => {
  const upstream = await listen((_req, res) => res.end('ok'))
  const url = `http://127.0.0.1:${upstream.port}/`
  const agent = new http.Agent({ keepAlive: true, maxSockets: 50 })
  const shutdown = new AbortController()
  const bus = new EventEmitter().setMaxListeners(0)
  for (let index = 0; index < 10; index += 1) bus.on('news', () => index)
  const races = new Set<NodeJS.Timeout>()
  open.add(() => agent.destroy())
  open.add(() => races.forEach((timer) => void clearTimeout(timer)))

  const app = await watch({
    '/fetch': async (_req, res) => {
      const answer = await fetch(url, { signal: shutdown.signal })
      res.send(await answer.text())
    },
    '/agent': (_req, res) => {
      http.get(url, { agent }, (answer) => answer.resume().on('end', () => res.send('ok')))
    },
    '/race': async (_req, res) => {
      const late = new Promise((resolve) => races.add(setTimeout(resolve, 3000)))
      await Promise.race([new Promise((resolve) => setImmediate(resolve)), late])
      res.send('ok')
    },
    '/listen': async (_req, res) => {
      const listener = (): void => void res
      bus.on('news', listener)
      await new Promise((resolve) => setTimeout(resolve, 0))
      bus.off('news', listener)
      res.send('ok')
    },
    '/any': async (_req, res) => {
      const signal = AbortSignal.any([shutdown.signal, AbortSignal.timeout(1000)])
      await Promise.resolve(signal.aborted)
      res.send('ok')
    },
  })
  const routes = ['/fetch', '/agent', '/race', '/listen', '/any']
  const clients = Array.from({ length: CLIENTS }, () => new http.Agent({ keepAlive: true, maxSockets: 1 }))
  open.add(() => clients.forEach((client) => void client.destroy()))
  let next = 0
  const ask = (client: http.Agent): Promise<void> =>
    new Promise((resolve, reject) => {
      const path = routes[next++ % routes.length] as string
      http
        .get({ port: app.port, path, agent: client, host: '127.0.0.1' }, (res) =>
          res.resume().on('end', resolve),
        )
        .on('error', reject)
    })
  await Promise.all(
    clients.map(async (client) => {
      while (next < REQUESTS) await ask(client)
    }),
  )
  await app.findsNothing()
  expect(app.logger.lines).toEqual([])
}, 120_000)
