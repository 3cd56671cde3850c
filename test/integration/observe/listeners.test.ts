import { EventEmitter, on, setMaxListeners } from 'node:events'
import { inFunction, observing } from './observing.js'

const { watch } = observing()
const HERE = 'listeners.test.ts'

const emitter = (): EventEmitter => new EventEmitter().setMaxListeners(0)

describe('listeners', () => {
  test.each(['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const)(
    'added by %s to an emitter that all requests share',
    async (method) => {
      const bus = emitter()
      const app = await watch({
        '/subscribe': function subscribe(_req, res) {
          bus[method]('news', () => res)
          res.send('ok')
        },
      })
      await app.times(20, '/subscribe')
      // A leak loses its first three: so many of one event are the rule on every stream.
      await app.finds({ kind: 'listener', route: '/subscribe', count: 17, ...inFunction('subscribe', HERE) })
      bus.removeAllListeners()
      await app.finds()
    },
  )

  test('of ever new events on one emitter', async () => {
    const bus = emitter()
    const app = await watch({
      '/reply/:id': function await_(req, res) {
        bus.once(`reply:${String(req.params.id)}`, () => res)
        res.send('ok')
      },
    })
    for (let index = 0; index < 60; index += 1) await app.times(1, `/reply/${index}`)
    // Nor are the first fifteen names of an emitter remarkable.
    await app.finds({ kind: 'listener', route: '/reply/:id', count: 45, ...inFunction('await_', HERE) })
  })

  test('on the process, and on a connection that many requests share', async () => {
    const added: (() => void)[] = []
    const app = await watch({
      '/exit': function exit(req, res) {
        const listener = (): void => void res
        process.on('beforeExit', listener)
        added.push(listener)
        req.socket.setMaxListeners(0)
        req.socket.on('close', listener)
        res.send('ok')
      },
    })
    process.setMaxListeners(0)
    const { Agent, get } = await import('node:http')
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let index = 0; index < 20; index += 1) {
      await new Promise<void>((resolve) => {
        get({ port: app.port, path: '/exit', agent, host: '127.0.0.1' }, (res) =>
          res.resume().on('end', resolve),
        )
      })
    }
    await app.finds(
      { kind: 'listener', route: '/exit', ...inFunction('exit', HERE) },
      { kind: 'listener', route: '/exit', ...inFunction('exit', HERE) },
    )
    agent.destroy()
    for (const listener of added) process.off('beforeExit', listener)
  })

  test('on an abort signal that outlives the requests', async () => {
    const shutdown = new AbortController()
    setMaxListeners(0, shutdown.signal)
    const app = await watch({
      '/quote': async function quote(_req, res) {
        await Promise.resolve()
        const local = new AbortController()
        shutdown.signal.addEventListener('abort', () => local.abort())
        res.send('ok')
      },
    })
    await app.times(20, '/quote')
    await app.finds({ kind: 'listener', route: '/quote', count: 17, ...inFunction('quote', HERE) })
  })

  test('on signals that follow one that outlives the requests', async () => {
    const shutdown = new AbortController()
    const app = await watch({
      '/follow': function follow(_req, res) {
        AbortSignal.any([shutdown.signal, new AbortController().signal]).addEventListener('abort', () => res)
        res.send('ok')
      },
    })
    await app.times(20, '/follow')
    await app.finds({ kind: 'listener', route: '/follow', ...inFunction('follow', HERE) })
  })

  test('an iteration over events that is left unfinished', async () => {
    const bus = emitter()
    const app = await watch({
      '/iterate': function iterate(_req, res) {
        void on(bus, 'news')
        res.send('ok')
      },
    })
    await app.times(20, '/iterate')
    // One for the event and one for errors.
    await app.finds({ kind: 'listener', route: '/iterate', count: 34, ...inFunction('iterate', HERE) })
  })

  test('what is removed, dies with its request, or is there once for each connection is none', async () => {
    const bus = emitter()
    const shutdown = new AbortController()
    const seen = new WeakSet<object>()
    for (let index = 0; index < 20; index += 1) bus.on('news', () => index)
    const app = await watch({
      '/removed': (_req, res) => {
        const listener = (): void => void res
        bus.on('news', listener)
        res.on('close', () => bus.off('news', listener))
        res.send('ok')
      },
      '/own': (req, res) => {
        const own = emitter()
        req.setMaxListeners(0)
        res.setMaxListeners(0)
        for (let index = 0; index < 20; index += 1) {
          own.on('news', () => req)
          req.on('custom', () => own)
          res.on('custom', () => own)
        }
        res.send('ok')
      },
      '/connection': (req, res) => {
        if (!seen.has(req.socket)) {
          seen.add(req.socket)
          for (let index = 0; index < 5; index += 1) req.socket.on('close', () => index)
        }
        res.send('ok')
      },
      '/signal': (_req, res) => {
        const listener = (): void => void res
        shutdown.signal.addEventListener('abort', listener)
        shutdown.signal.removeEventListener('abort', listener)
        res.send('ok')
      },
    })
    for (const path of ['/removed', '/own', '/connection', '/signal']) await app.times(50, path)
    await app.findsNothing()
  })
})
