import { ChildProcess } from 'node:child_process'
import dgram from 'node:dgram'
import { EventEmitter } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import timers from 'node:timers'
import promises from 'node:timers/promises'
import { promisify } from 'node:util'
import workerThreads from 'node:worker_threads'
import { requestContext } from '@plimsoll/core'
import { watch } from '../../src/platform/watch/watch.js'
import { watched } from './watched.js'

const WRAPPED: readonly (readonly [owner: string, key: string, object])[] = [
  ['globalThis', 'setTimeout', globalThis],
  ['globalThis', 'setInterval', globalThis],
  ['timers', 'setTimeout', timers],
  ['timers', 'setInterval', timers],
  ['timers/promises', 'setInterval', promises],
  ['EventEmitter.prototype', 'on', EventEmitter.prototype],
  ['EventEmitter.prototype', 'addListener', EventEmitter.prototype],
  ['EventEmitter.prototype', 'prependListener', EventEmitter.prototype],
  ['EventTarget.prototype', 'addEventListener', EventTarget.prototype],
  ['fs', 'open', fs],
  ['fs', 'openSync', fs],
  ['fs', 'opendir', fs],
  ['fs', 'opendirSync', fs],
  ['fs', 'close', fs],
  ['fs', 'closeSync', fs],
  ['fs', 'watch', fs],
  ['fs.promises', 'open', fs.promises],
  ['fs.promises', 'opendir', fs.promises],
  ['net.Socket.prototype', 'connect', net.Socket.prototype],
  ['net.Server.prototype', 'listen', net.Server.prototype],
  ['dgram.Socket.prototype', 'bind', dgram.Socket.prototype],
  ['ChildProcess.prototype', 'spawn', ChildProcess.prototype],
]

const errors: unknown[] = []
const installed: { close(): void }[] = []
const install = () => {
  const watching = watch((error) => errors.push(error))
  installed.push(watching)
  return watching
}
afterEach(() => {
  for (const each of installed.splice(0)) each.close()
  expect(errors).toEqual([])
})

const at = (owner: object, key: string) => (owner as Record<string, object>)[key] as object
const described = (value: object) =>
  Object.fromEntries(Reflect.ownKeys(value).map((key) => [key, Object.getOwnPropertyDescriptor(value, key)]))

describe('the wrappers', () => {
  test.each(WRAPPED)('%s.%s: looks like the original, and is it again after close', (_, key, owner) => {
    const original = at(owner, key)
    const descriptor = Object.getOwnPropertyDescriptor(owner, key)
    const looks = described(original)
    const watching = install()
    expect(at(owner, key)).not.toBe(original)
    expect(described(at(owner, key))).toEqual(looks)
    watching.close()
    expect(Object.getOwnPropertyDescriptor(owner, key)).toEqual(descriptor)
    expect(at(owner, key)).toBe(original)
  })

  test('are the same where the originals were', () => {
    install()
    expect(timers.setTimeout).toBe(globalThis.setTimeout)
    expect(EventEmitter.prototype.on).toBe(EventEmitter.prototype.addListener)
  })

  test('F31: are there once, however many observers there are, until the last has gone', () => {
    const original = fs.openSync
    const first = install()
    const wrapper = fs.openSync
    const second = install()
    expect(fs.openSync).toBe(wrapper)
    first.close()
    expect(fs.openSync).toBe(wrapper)
    second.close()
    expect(fs.openSync).toBe(original)
  })

  test('whoever has wrapped one meanwhile is left alone, and works on', () => {
    const original = fs.openSync
    const watching = install()
    const wrapper = fs.openSync
    const theirs = jest.fn((...args: Parameters<typeof wrapper>) => wrapper(...args))
    fs.openSync = theirs as typeof fs.openSync
    watching.close()
    expect(fs.openSync).toBe(theirs)
    fs.closeSync(fs.openSync(__filename, 'r'))
    expect(theirs).toHaveBeenCalledTimes(1)
    fs.openSync = original
  })

  test('F31: one below somebody else’s is dead for ever, also when there are new ones on top', () => {
    const original = fs.openSync
    const watching = install()
    const wrapper = fs.openSync
    fs.openSync = ((...args: Parameters<typeof wrapper>) => wrapper(...args)) as typeof fs.openSync
    watching.close()
    const again = install()
    const trace = watched().observer.begin()
    requestContext().run({ trace }, () => fs.closeSync(fs.openSync(__filename, 'r')))
    expect(trace?.opened).toHaveLength(1)
    again.close()
    fs.openSync = original
  })
})

/** Runs something as part of a watched request, and without any, and expects the same. */
async function same(act: () => unknown): Promise<void> {
  const told = async () => {
    try {
      return { returned: await act() }
    } catch (error) {
      const { name, message, code } = error as NodeJS.ErrnoException
      return { name, message, code }
    }
  }
  const before = await told()
  install()
  expect(await told()).toEqual(before)
  const { observer } = watched()
  const trace = observer.begin()
  expect(await requestContext().run({ trace }, told)).toEqual(before)
}

describe('what is wrapped', () => {
  const bad = undefined as never
  test.each<[string, () => unknown]>([
    ['setTimeout without a callback', () => setTimeout(bad, 1)],
    ['setInterval without a callback', () => setInterval(bad, 1)],
    ['timers/promises setInterval with a bad delay', () => promises.setInterval('soon' as never).next()],
    ['on without a listener', () => new EventEmitter().on('x', bad)],
    ['on without an emitter', () => EventEmitter.prototype.on.call(bad, 'x', () => {})],
    ['prependListener without a listener', () => new EventEmitter().prependListener('x', bad)],
    [
      'addEventListener without a target',
      () => EventTarget.prototype.addEventListener.call(bad, 'x', () => {}),
    ],
    ['addEventListener without a type', () => (new EventTarget().addEventListener as () => void)()],
    ['AbortSignal.any of nothing', () => AbortSignal.any(bad)],
    ['AbortSignal.any of no signals', () => AbortSignal.any([{} as never])],
    ['openSync of what is not there', () => fs.openSync('/none/such', 'r')],
    ['open of what is not there', () => promisify(fs.open)('/none/such', 'r')],
    ['open without a callback', () => (fs.open as unknown as (path: string) => void)('/none/such')],
    ['promises.open of what is not there', () => fs.promises.open('/none/such')],
    ['promises.open of nothing', () => fs.promises.open(bad)],
    ['opendirSync of what is not there', () => fs.opendirSync('/none/such')],
    ['opendir of what is not there', () => promisify(fs.opendir)('/none/such')],
    ['opendir without a callback', () => (fs.opendir as unknown as (path: string) => void)('/none/such')],
    ['promises.opendir of what is not there', () => fs.promises.opendir('/none/such')],
    ['closeSync of what is not open', () => fs.closeSync(1_000_000)],
    ['close without a number', () => fs.close(bad)],
    ['watch of what is not there', () => fs.watch('/none/such').close()],
    ['createReadStream of nothing', () => fs.createReadStream(bad)],
    ['connect to nowhere', () => new net.Socket().connect({ port: -1 })],
    ['listen nowhere', () => net.createServer().listen({ port: -1 })],
    ['createSocket of no type', () => dgram.createSocket('udp5' as never)],
    ['a worker of nothing', () => new workerThreads.Worker(bad)],
    ['a worker without new', () => (workerThreads.Worker as unknown as (file: string) => void)('x')],
    ['promisify(setTimeout)', () => promisify(setTimeout)(1, 'value')],
    ['timers/promises', () => promises.setTimeout(1, 'value')],
  ])('throws and returns what it did: %s', async (_, act) => {
    await same(act)
  })

  test('arguments, `this` and results pass through', async () => {
    install()
    const { observer } = watched()
    await requestContext().run({ trace: observer.begin() }, async () => {
      const args = await new Promise((resolve) => setTimeout((...given) => resolve(given), 1, 1, 2, 3, 4, 5))
      expect(args).toEqual([1, 2, 3, 4, 5])
      const emitter = new EventEmitter()
      expect(emitter.on('x', () => {})).toBe(emitter)
      const seen = await new Promise((resolve) => {
        fs.open(__filename, 'r', 0o666, function (this: unknown, ...results) {
          fs.closeSync(results[1])
          resolve([this, results[0]])
        })
      })
      expect(seen).toEqual([undefined, null])
      const handle = await fs.promises.open(__filename)
      expect(handle.fd).toBeGreaterThan(2)
      await handle.close()
    })
  })

  test('streams of files are constructed as before, by their own method or one that is given', async () => {
    const prototypes = [fs.ReadStream.prototype, fs.WriteStream.prototype]
    const before = prototypes.map((prototype) => Object.getOwnPropertyDescriptor(prototype, '_construct'))
    const watching = install()
    const given = jest.fn((done: () => void) => done())
    fs.createReadStream(__filename, { construct: given } as never).destroy()
    expect(Object.keys(fs.createReadStream(__filename).destroy())).not.toContain('_construct')
    await new Promise((resolve) => setImmediate(resolve))
    expect(given).toHaveBeenCalledTimes(1)
    watching.close()
    const after = prototypes.map((prototype) => Object.getOwnPropertyDescriptor(prototype, '_construct'))
    expect(after).toEqual(before)
  })

  test('the class of workers is left as it is, and they are noted all the same', async () => {
    const { Worker } = workerThreads
    install()
    expect(workerThreads.Worker).toBe(Worker)
    class Special extends workerThreads.Worker {}
    const trace = watched().observer.begin()
    const made = requestContext().run({ trace }, () => [
      new workerThreads.Worker('', { eval: true }),
      new Special('', { eval: true }),
    ])
    expect(made.map((worker) => worker.constructor)).toEqual([Worker, Special])
    expect(trace?.opened?.filter(({ kind }) => kind === 'worker')).toHaveLength(2)
    await Promise.all(made.map((worker) => worker.terminate()))
  })

  test('a stream, a socket or an emitter that is frozen, or a proxy, behaves as before', async () => {
    await same(() => Object.freeze(new EventEmitter().on('x', () => {})).on('y', () => {}))
    await same(() => new Proxy(new EventEmitter(), {}).on('x', () => {}).listenerCount('x'))
    const { proxy, revoke } = Proxy.revocable(new EventEmitter(), {})
    revoke()
    await same(() => EventEmitter.prototype.on.call(proxy, 'x', () => {}))
  })
})
