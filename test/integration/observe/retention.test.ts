import { EventEmitter } from 'node:events'
import { garbageCollector } from '@plimsoll/core'
import { eventually } from '../../contract/eventually.js'
import { observing } from './observing.js'

const { watch } = observing()

const bus = new EventEmitter().setMaxListeners(0)
const timers = new Set<NodeJS.Timeout>()
afterEach(() => {
  for (const timer of timers) clearInterval(timer)
  timers.clear()
})

/** Waits until V8 has taken all of them. */
const taken = (references: readonly WeakRef<object>[]): Promise<void> =>
  eventually(() => {
    garbageCollector().collect()
    expect(references.filter((reference) => reference.deref() !== undefined)).toHaveLength(0)
  })

/** Apart from the others, whose closures would keep what these know. */
function fill(): void {
  for (let index = 0; index < 5; index += 1) bus.on('news', () => index)
}

test('F29: what a request opened and gave back, and the request itself, are not kept while others are watched', async () => {
  const given: WeakRef<object>[] = []
  const app = await watch(
    {
      '/mixed': (req, res) => {
        const interval = setInterval(() => {}, 1000)
        const listener = (): void => void req
        fill()
        bus.on('news', listener)
        given.push(new WeakRef(req), new WeakRef(res), new WeakRef(interval), new WeakRef(listener))
        res.on('close', () => {
          setTimeout(() => {
            clearInterval(interval)
            bus.off('news', listener)
          }, 10)
        })
        res.send('ok')
      },
      '/leak': (_req, res) => {
        timers.add(setInterval(() => {}, 1000))
        res.send('ok')
      },
    },
    { graceMs: 60_000 },
  )
  await app.times(10, '/leak')
  await app.times(10, '/mixed')
  await new Promise((resolve) => setTimeout(resolve, 50))
  app.server.closeAllConnections()
  await taken(given)
})
