import { setInterval as ticks } from 'node:timers/promises'
import { promisify } from 'node:util'
import { inFunction, observing } from './observing.js'

const { watch } = observing()
const running = new Set<NodeJS.Timeout>()

let stopped = false

beforeEach(() => {
  stopped = false
})

afterEach(() => {
  stopped = true
  for (const timer of running) clearTimeout(timer)
  running.clear()
})

const HERE = 'timers.test.ts'

describe('timers', () => {
  test('an interval that nobody clears', async () => {
    const app = await watch({
      '/ticker': function ticker(_req, res) {
        running.add(setInterval(() => {}, 1000))
        res.send('ok')
      },
    })
    await app.times(10, '/ticker')
    await app.finds({ kind: 'timer', route: '/ticker', count: 10, ...inFunction('ticker', HERE) })
    expect(app.events).toHaveLength(1)
    expect(app.logger.messages('warn')).toEqual([expect.stringContaining('/ticker leaves timers behind: ')])
  })

  test('one that was set after an await, and one whose client has left', async () => {
    const app = await watch({
      '/late': async function late(req, _res) {
        await promisify(setTimeout)(1)
        running.add(setInterval(() => {}, 1000))
        req.socket.destroy()
      },
    })
    for (let index = 0; index < 10; index += 1) await app.times(1, '/late').catch(() => {})
    await app.finds({ kind: 'timer', route: '/late', count: 10, ...inFunction('late', HERE) })
  })

  test('timeouts that set the next one for ever', async () => {
    const app = await watch({
      '/poll': (_req, res) => {
        const poll = (): void => {
          if (!stopped) setTimeout(poll, 20)
        }
        poll()
        res.send('ok')
      },
    })
    await app.times(10, '/poll')
    await app.finds({ kind: 'timer', route: '/poll', count: 10, ...inFunction('poll', HERE) })
    stopped = true
    await app.finds()
  })

  test('an iteration of timers/promises that is left unfinished', async () => {
    const iterations: AsyncIterator<unknown>[] = []
    const app = await watch({
      '/iterate': async function iterate(_req, res) {
        const iterator = ticks(5)
        iterations.push(iterator)
        await iterator.next()
        res.send('ok')
      },
    })
    await app.times(10, '/iterate')
    await app.finds({ kind: 'timer', route: '/iterate', count: 10, ...inFunction('iterate', HERE) })
    await Promise.all(iterations.map((iterator) => iterator.return?.()))
    await app.finds()
  })

  test('an iteration that ends, by break, by an error, and by its signal, is none', async () => {
    const app = await watch({
      '/break': async (_req, res) => {
        for await (const _ of ticks(1)) break
        res.send('ok')
      },
      '/error': async (_req, res) => {
        const failing = async (): Promise<void> => {
          for await (const _ of ticks(1)) throw new Error('mine')
        }
        await failing().catch(() => res.send('ok'))
      },
      '/signal': async (_req, res) => {
        const aborted = async (): Promise<void> => {
          for await (const _ of ticks(1, undefined, { signal: AbortSignal.timeout(5) }));
        }
        await aborted().catch(() => res.send('ok'))
      },
    })
    for (const path of ['/break', '/error', '/signal']) await app.times(20, path)
    await app.findsNothing()
  })

  test('timeouts that were forgotten, but end by themselves, are none; nor what was cleared', async () => {
    const app = await watch({
      '/race': async (_req, res) => {
        const late = new Promise((resolve) => running.add(setTimeout(resolve, 3000)))
        await Promise.race([Promise.resolve(), late])
        res.send('ok')
      },
      '/cleared': (_req, res) => {
        const timer = setInterval(() => {}, 10)
        res.on('close', () => clearInterval(timer))
        res.send('ok')
      },
      '/after': (_req, res) => {
        res.on('close', () => setTimeout(() => setImmediate(() => {}), 50))
        res.send('ok')
      },
    })
    for (const path of ['/race', '/cleared', '/after']) await app.times(50, path)
    await app.findsNothing()
  })

  test('a timeout as long as a day is as good as never', async () => {
    const app = await watch({
      '/day': function day(_req, res) {
        running.add(setTimeout(() => {}, 86_400_000))
        res.send('ok')
      },
    })
    await app.times(10, '/day')
    await app.finds({ kind: 'timer', route: '/day', count: 10, ...inFunction('day', HERE) })
  })
})
