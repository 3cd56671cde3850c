import { Agent, request } from 'node:http'
import { createSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
} from '@plimsoll/core/testing'
import { plimsoll } from '@plimsoll/express'
import express from 'express5'
import { serving } from './serving.js'

const { keep, listen } = serving()

const TIB = 2 ** 40
const TOTAL = 2000

/** Asks over a few kept connections, one after the other on each; tells status and Retry-After of all. */
async function askOften(port: number, total: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const ask = () =>
    new Promise<{ status: number; retryAfter: number }>((resolve, reject) => {
      const req = request({ host: '127.0.0.1', port, path: '/work', agent }, (res) => {
        res.resume()
        res.once('end', () =>
          resolve({ status: res.statusCode ?? 0, retryAfter: Number(res.headers['retry-after']) }),
        )
      })
      req.once('error', reject)
      req.end()
    })
  try {
    return await Promise.all(Array.from({ length: total }, ask))
  } finally {
    agent.destroy()
  }
}

describe('turning away', () => {
  test('F41: 2000 times costs no framework, no sample and hardly a look at memory; and nobody is told the same', async () => {
    const full = { containerUsedBytes: TIB, containerLimitBytes: TIB }
    const probe = createFakeProbe(full)
    const readings = createScriptedReadings(full)
    // Far ahead of Node's clock, so that no sample is ever stale.
    const clock = createFakeClock(1e12)
    const sampler = createSampler({}, { clock, gc: createFakeGc(), readings: [readings], probe })
    const logged: string[] = []
    const log = (message: string): void => void logged.push(message)
    const logger = { info: log, warn: log, error: log }
    const suite = keep(plimsoll({ sampler, logger, guard: { reclaim: false } }))
    const app = express()
    let entered = 0
    app.use((_req, _res, next) => {
      entered += 1
      next()
    })
    app.use(suite)
    const { server, port } = await listen(app)
    suite.attach(server)

    const before = { reads: readings.reads, looks: probe.looks, lines: logged.length }
    const startedAt = performance.now()
    const answers = await askOften(port, TOTAL)
    const tookMs = performance.now() - startedAt

    expect(answers.every(({ status }) => status === 503)).toBe(true)
    expect(suite.guard?.stats).toMatchObject({ admitted: 0, shed: TOTAL })
    expect(entered).toBe(0)
    expect(readings.reads).toBe(before.reads)
    expect(logged.length).toBe(before.lines)
    // A refusal holds for 10 ms; each window may take one plain and one exact look.
    expect(probe.looks - before.looks).toBeLessThanOrEqual(2 * (tookMs / 10 + 2))

    const waits = answers.map(({ retryAfter }) => retryAfter)
    const share = (seconds: number) => waits.filter((each) => each === seconds).length / TOTAL
    expect(new Set(waits).size).toBeGreaterThanOrEqual(4)
    for (const seconds of new Set(waits)) expect(share(seconds)).toBeLessThan(0.5)
  })
})
