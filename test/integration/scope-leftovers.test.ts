import { EventEmitter } from 'node:events'
import { createReadStream, existsSync, readdirSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { resourceTracker } from '@plimsoll/express'
import { type ResourceScope, resourcesOf } from '@plimsoll/http'
import express, { type ErrorRequestHandler } from 'express5'
import { ask } from '../contract/ask.js'
import { eventually } from '../contract/eventually.js'
import { serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

const PROC = '/proc/self/fd'
const descriptors = (): number => (existsSync(PROC) ? readdirSync(PROC).length : 0)
const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length

/** Opens one of everything. */
async function openAll(scope: ResourceScope, emitter: EventEmitter): Promise<void> {
  scope.setTimeout(() => {}, 600_000)
  scope.setInterval(() => {}, 600_000)
  scope.on(emitter, 'news', () => {})
  scope.once(emitter, 'news', () => {})
  scope.use(createReadStream(__filename))
  scope.adopt({}, async () => {})
  await scope.open(__filename)
}

test('F18, F20, F33: after hundreds of answers, aborts, errors and timeouts nothing is left', async () => {
  const { sampler, logger } = scripted().options
  const tracker = keep(resourceTracker({ sampler, logger, timeoutMs: 200 }))
  const emitter = new EventEmitter().setMaxListeners(0)
  const app = express()
  app.use(tracker)
  app.get('/work', async (req, res) => {
    await openAll(resourcesOf(req), emitter)
    res.send('done')
  })
  app.get('/fails', async (req) => {
    await openAll(resourcesOf(req), emitter)
    throw new Error('mine')
  })
  app.get('/hangs', async (req) => {
    await openAll(resourcesOf(req), emitter)
  })
  app.use(((_error, _req, res, _next) => void res.status(500).end()) as ErrorRequestHandler)
  const { port, server } = await listen(app as RequestListener)
  await ask(port, '/work')
  await eventually(() => expect(tracker.stats.tracked.timer).toBe(0))
  const before = { descriptors: descriptors(), timers: timers() }

  for (let round = 0; round < 40; round += 1) {
    const leaving = Array.from({ length: 4 }, () => raw(port))
    for (const client of leaving) client.send('GET /hangs HTTP/1.1', 'Host: x', '', '')
    await Promise.all(['/work', '/work', '/fails', '/fails'].map((path) => ask(port, path)))
    // Half of them before the timeout has come, and some before everything was opened.
    for (const client of leaving.slice(round % 2 === 0 ? 0 : 2)) client.socket.destroy()
  }
  await eventually(() => expect(tracker.stats.timedOut).toBeGreaterThan(10))
  server.closeAllConnections()
  await eventually(() => {
    expect(Object.values(tracker.stats.tracked)).toEqual([0, 0, 0, 0, 0, 0, 0])
    expect(emitter.listenerCount('news')).toBe(0)
    expect(descriptors()).toBeLessThanOrEqual(before.descriptors)
    expect(timers()).toBeLessThanOrEqual(before.timers + 1)
  })
  expect(tracker.stats.failures).toMatchObject({ descriptor: 0, stream: 0, adopted: 0 })
})
