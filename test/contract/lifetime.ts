import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PlimsollError } from '@plimsoll/core'
import type { ContractApp, Mountable } from './adapter.js'
import { ask } from './ask.js'
import { eventually } from './eventually.js'
import type { Stage } from './stage.js'

/** From the factory to `close()`: what starts, what is attached, what is given back. */
export function lifetime(at: () => Stage): void {
  describe('lifetime', () => {
    const serving = (app: ContractApp, middleware: Mountable) => {
      app.use(middleware)
      app.get('/work', () => 'done')
    }

    test('factories start nothing', () => {
      const stage = at()
      const { factories, common, process, logger } = stage
      for (const factory of [
        factories.plimsoll,
        factories.memoryGuard,
        factories.health,
        factories.metrics,
      ]) {
        stage.keep(factory(common))
      }
      expect([process.clock.pending, process.gc.listeners, process.readings.reads]).toEqual([0, 0, 0])
      expect(logger.lines).toEqual([])
    })

    test('the first request starts the sampler, close gives it back', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll()
      serving(app, suite)
      const { ask } = await stage.open(app)
      expect(stage.process.clock.pending).toBe(0)
      await ask('/work')
      expect(stage.process.clock.pending).toBe(1)
      suite.close()
      expect([stage.process.clock.pending, stage.process.gc.listeners]).toEqual([0, 0])
    })

    test('start does what the first request would, and no server is taken to listen', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll()
      serving(app, suite)
      suite.start()
      suite.start()
      expect(stage.process.clock.pending).toBe(1)
      expect(suite.health?.startupz.ok).toBe(false)
      const { ask } = await stage.open(app)
      await ask('/work')
      expect(suite.health?.startupz.ok).toBe(true)
      suite.close()
      suite.start()
      expect([stage.process.clock.pending, stage.process.gc.listeners]).toEqual([0, 0])
    })

    test('the first request attaches by itself; the next ones are decided on in front of the framework', async () => {
      const stage = at()
      const app = stage.create()
      const seen = { taps: 0 }
      app.tap(() => {
        seen.taps += 1
      })
      serving(app, stage.plimsoll())
      const { ask, server } = await stage.open(app)
      await ask('/work')
      expect(Object.hasOwn(server, 'emit')).toBe(true)
      stage.process.turn('full')
      expect((await ask('/work')).status).toBe(503)
      expect(seen.taps).toBe(1)
    })

    test('autoAttach: false leaves the server alone', async () => {
      const stage = at()
      const app = stage.create()
      serving(app, stage.plimsoll({}, { autoAttach: false }))
      const { ask, server } = await stage.open(app)
      const emit = server.emit
      await ask('/work')
      expect(server.emit).toBe(emit)
      stage.process.turn('full')
      expect((await ask('/work')).status).toBe(503)
    })

    test('close restores emit and every listener, and lets requests pass', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll()
      serving(app, suite)
      const { ask, server } = await stage.open(app)
      const listeners = () => server.eventNames().map((name) => [name, server.listenerCount(name)])
      const before = { emit: server.emit, own: Object.hasOwn(server, 'emit'), listeners: listeners() }
      suite.attach(server)
      stage.process.turn('full')
      expect((await ask('/work')).status).toBe(503)
      suite.close()
      suite.close()
      expect({ emit: server.emit, own: Object.hasOwn(server, 'emit'), listeners: listeners() }).toEqual(
        before,
      )
      expect((await ask('/work')).text).toBe('done')
      expect((await ask('/health')).status).toBe(404)
    })

    test('attached twice is attached once', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll()
      serving(app, suite)
      const { ask, server } = await stage.open(app)
      suite.attach(server)
      const { emit } = server
      suite.attach(server)
      expect(server.emit).toBe(emit)
      await ask('/work')
      expect(suite.guard?.stats.admitted).toBe(1)
    })

    test('who wraps emit after us is left in place, and works on', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll()
      serving(app, suite)
      const { ask, server } = await stage.open(app)
      suite.attach(server)
      const ours = server.emit as (event: string, ...args: unknown[]) => boolean
      let traced = 0
      const tracing = function (this: unknown, event: string, ...args: unknown[]) {
        if (event === 'request') traced += 1
        return ours.call(this, event, ...args)
      }
      server.emit = tracing as typeof server.emit
      await ask('/work')
      suite.close()
      expect(server.emit).toBe(tracing)
      stage.process.turn('full')
      expect((await ask('/work')).text).toBe('done')
      expect(traced).toBe(2)
    })

    test('several servers of one application are guarded each', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll()
      serving(app, suite)
      const [first, second] = [await stage.open(app), await stage.open(app)]
      await first.ask('/work')
      await second.ask('/work')
      expect([first, second].map(({ server }) => Object.hasOwn(server, 'emit'))).toEqual([true, true])
      stage.process.turn('full')
      expect((await first.ask('/work')).status).toBe(503)
      expect((await second.ask('/work')).status).toBe(503)
    })

    test('a server that closes and listens again is guarded as before', async () => {
      const stage = at()
      const app = stage.create()
      const seen = { taps: 0 }
      app.tap(() => {
        seen.taps += 1
      })
      const suite = stage.plimsoll({}, { autoAttach: false })
      serving(app, suite)
      const { server } = await stage.open(app)
      const shape = () => ({
        own: Reflect.ownKeys(server).filter((key) => key === 'emit' || typeof key === 'symbol'),
        listeners: server.eventNames().map((name) => [name, server.listenerCount(name)]),
      })
      const before = shape()
      suite.attach(server)
      const attached = shape()
      stage.process.turn('full')
      for (let round = 0; round < 3; round += 1) {
        await new Promise((resolve) => server.close(resolve))
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        const { port } = server.address() as AddressInfo
        expect((await ask(port, '/work')).status).toBe(503)
        expect(seen.taps).toBe(0)
        expect(shape()).toEqual(attached)
      }
      suite.close()
      expect(shape()).toEqual(before)
      const { port } = server.address() as AddressInfo
      expect((await ask(port, '/work')).text).toBe('done')
    })

    test('a suite that is closed while its server is leaves it unguarded when it listens again', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll()
      serving(app, suite)
      const { server } = await stage.open(app)
      suite.attach(server)
      await new Promise((resolve) => server.close(resolve))
      suite.close()
      stage.process.turn('full')
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      expect(Object.hasOwn(server, 'emit')).toBe(false)
      expect((await ask((server.address() as AddressInfo).port, '/work')).text).toBe('done')
    })

    test('attach wants a server, not an application or any other emitter', () => {
      const suite = at().plimsoll()
      const application = at().create().listener()
      for (const wrong of [undefined, null, {}, 'server', () => {}, new EventEmitter(), application]) {
        expect(() => suite.attach(wrong as never)).toThrow(PlimsollError)
      }
    })

    test('wrap decides in front of a listener, where there is no server to attach to', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll({}, { autoAttach: false })
      let entered = 0
      app.tap(() => {
        entered += 1
      })
      serving(app, suite)
      const listener = app.listener()
      const wrapped = stage.create()
      wrapped.listener = () => suite.wrap(listener)
      const { ask } = await stage.open(wrapped)
      expect((await ask('/work')).text).toBe('done')
      stage.process.turn('full')
      expect((await ask('/work')).status).toBe(503)
      expect((await ask('/livez')).status).toBe(200)
      expect(entered).toBe(2)
      suite.close()
      expect((await ask('/work')).text).toBe('done')
    })

    test('using ends it', async () => {
      const stage = at()
      const app = stage.create()
      const suite = stage.plimsoll()
      serving(app, suite)
      const { ask } = await stage.open(app)
      await ask('/work')
      suite[Symbol.dispose]()
      expect(stage.process.clock.pending).toBe(0)
    })

    test('over the shared sampler: no handle stays open after close', async () => {
      const stage = at()
      const handles = () =>
        (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles().length
      const before = handles()
      const suite = stage.factories.plimsoll({ logger: stage.logger })
      const app = stage.create()
      serving(app, suite)
      const server = createServer(app.listener())
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as { port: number }
      const answer = await fetch(`http://127.0.0.1:${port}/health`, { headers: { connection: 'close' } })
      expect(await answer.json()).toMatchObject({ memory: { rssBytes: expect.any(Number) } })
      suite.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await eventually(() => expect(handles()).toBe(before))
    })
  })
}
