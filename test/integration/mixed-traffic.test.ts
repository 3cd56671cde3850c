import { Agent, request } from 'node:http'
import { plimsoll } from '@plimsoll/express'
import express from 'express5'
import { ask } from '../contract/ask.js'
import { eventually } from '../contract/eventually.js'
import type { Scene } from '../contract/scripted-process.js'
import { serving } from './serving.js'

const { keep, listen, raw, scripted } = serving()

const TOTAL = 3000
const AT_ONCE = 40

/** The same traffic in every run. */
function dice(seed: number) {
  let state = seed
  const next = (): number => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return <T>(faces: readonly T[]): T => faces[Math.floor(next() * faces.length)] as T
}

/** An application that answers, streams, fails, forgets to answer and answers late. */
function application() {
  const app = express()
  app.get('/answer', (_req, res) => void res.send('answer'))
  app.get('/late', (_req, res) => void setTimeout(() => res.send('late'), 5))
  app.get('/never', () => {})
  app.get('/stream', (_req, res) => {
    res.write('first')
    setTimeout(() => res.end('last'), 3)
  })
  app.get('/fail', () => {
    throw new Error('expected')
  })
  app.get('/empty', (_req, res) => void res.status(204).end())
  app.post('/upload', (req, res) => {
    req.resume()
    req.once('end', () => res.send('uploaded'))
  })
  app.use(((_error, _req, res, _next) => {
    res.status(500).end()
  }) as import('express5').ErrorRequestHandler)
  return app
}

type Ending = 'read' | 'leave before' | 'leave during' | 'leave after'
const PATHS = [
  '/answer',
  '/late',
  '/never',
  '/stream',
  '/fail',
  '/empty',
  '/upload',
  '/missing',
  '/health',
] as const
const BODIES = [0, 100, 70_000] as const
const ENDINGS: readonly Ending[] = ['read', 'read', 'read', 'leave before', 'leave during', 'leave after']

/** One request that ends as it is told to; resolves when the client is done with it, however it went. */
function play(port: number, agent: Agent, path: (typeof PATHS)[number], bodyBytes: number, ending: Ending) {
  return new Promise<void>((resolve) => {
    const method = path === '/upload' ? 'POST' : bodyBytes === 0 ? 'GET' : 'HEAD'
    const req = request({ host: '127.0.0.1', port, path, method, agent }, (res) => {
      if (ending === 'leave during') req.destroy()
      res.on('data', () => {})
      res.once('error', () => {})
      res.once('close', () => {
        if (ending === 'leave after') req.destroy()
        resolve()
      })
    })
    req.once('error', () => resolve())
    req.once('close', () => resolve())
    // Who forgets to answer is waited for by nobody.
    const patience = setTimeout(() => req.destroy(), 150)
    req.once('close', () => clearTimeout(patience))
    req.flushHeaders()
    if (ending === 'leave before') setImmediate(() => req.destroy())
    req.end(method === 'POST' ? Buffer.alloc(bodyBytes) : undefined)
  })
}

test('F18: F20: thousands of requests that end in every way, while pressure comes and goes, leave nothing behind', async () => {
  const { options, turn, errors } = scripted({ criticalRoutes: ['/answer'] })
  const suite = keep(plimsoll(options))
  const app = express()
  app.use(suite)
  app.use(application())
  const { port } = await listen(app)
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const roll = dice(20_261_122)
  let started = 0
  const client = async (): Promise<void> => {
    while (started < TOTAL) {
      started += 1
      if (started % 150 === 0) turn(roll<Scene>(['calm', 'calm', 'full', 'critical', 'emergency']))
      if (started % 50 === 0) {
        const pipelined = raw(port)
        for (let i = 0; i < 4; i += 1) pipelined.send(`GET ${roll(PATHS)} HTTP/1.1`, 'Host: x', '', '')
        setTimeout(() => pipelined.socket.destroy(), roll([0, 2, 10]))
      }
      await play(port, agent, roll(PATHS), roll(BODIES), roll(ENDINGS))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  agent.destroy()

  const { guard } = suite
  const reserved = () =>
    guard?.metrics.find(({ name }) => name === 'plimsoll_inflight_reserved_bytes')?.points[0]?.value
  await eventually(() => expect(guard?.stats.costs.filter(({ inFlight }) => inFlight !== 0)).toEqual([]))
  expect(Math.abs(reserved() ?? Number.NaN)).toBeLessThan(1)
  expect(guard?.stats.admitted).toBeGreaterThan(500)
  expect(guard?.stats.shed).toBeGreaterThan(300)
  expect(errors).toEqual([])

  turn('calm')
  expect((await ask(port, '/answer')).text).toBe('answer')
}, 60_000)
