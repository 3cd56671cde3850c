import { createSampler, nodeClock } from '@plimsoll/core'
import { createFakeGc, createFakeProbe, createScriptedReadings } from '@plimsoll/core/testing'
import { plimsoll } from '@plimsoll/http'
import { serving } from './serving.js'

const { keep, listen, raw } = serving()

const TIB = 2 ** 40
const REQUEST = ['GET /work HTTP/1.1', 'Host: x', '', '']
const LOGGER = { info() {}, warn() {}, error() {} }

function block(ms: number): void {
  const untilMs = performance.now() + ms
  while (performance.now() < untilMs);
}

/** A heap of which a script says how much is held, sampled every 50 ms, since it is not idle, if it may tick. */
function sampled(ticks: boolean) {
  const readings = createScriptedReadings({
    heapLimitBytes: TIB,
    heapUsedBytes: 0.1 * TIB,
    eventLoopUtilizationRatio: 0.3,
  })
  const clock = ticks ? nodeClock : { now: nodeClock.now, schedule: () => ({ close() {} }) }
  const gc = createFakeGc()
  const options = { intervalMs: 50, minIntervalMs: 50 }
  const sampler = createSampler(options, { clock, gc, readings: [readings], probe: createFakeProbe() })
  return { readings, gc, sampler: keep(sampler) }
}

describe('a loop that was blocked', () => {
  test('F08: the first request afterwards is not judged by the sample from before', async () => {
    // A sampler whose timer never fires: what is fresh was asked for by the request itself.
    const { readings, gc, sampler } = sampled(false)
    const suite = keep(plimsoll({ sampler, logger: LOGGER, guard: { reclaim: false } }))
    const { server, port } = await listen((_req, res) => res.end('served'))
    suite.attach(server)
    const client = raw(port)
    client.send(...REQUEST)
    await client.until(/served/)
    const before = sampler.latest

    gc.emit({ heapUsedBytes: 0.95 * TIB })
    readings.set({ heapUsedBytes: 0.95 * TIB })
    client.send(...REQUEST)
    block(300)
    const unblockedMs = performance.now()
    await client.until(/HTTP\/1\.1 503/)
    expect(sampler.latest).not.toBe(before)
    expect(sampler.latest.atMs).toBeGreaterThanOrEqual(unblockedMs)
  })

  test('F08: the time is reported, and one stall is not taken for a late loop', async () => {
    const { sampler } = sampled(true)
    const suite = keep(plimsoll({ sampler, logger: LOGGER, guard: { reclaim: false } }))
    const { server, port } = await listen((_req, res) => res.end('served'))
    suite.attach(server)
    const samples = (count: number) =>
      new Promise<void>((resolve) => {
        let left = count
        const subscription = sampler.onSample(() => {
          left -= 1
          if (left > 0) return
          subscription.close()
          resolve()
        })
      })
    await samples(3)
    const client = raw(port)
    client.send(...REQUEST)
    block(700)
    await client.until(/served/)
    await samples(1)
    // The timer was due within the first 50 ms of the block.
    expect(sampler.stats.longestBlockMs).toBeGreaterThan(400)
    expect(sampler.latest.eventLoopDelayMs).toBeLessThan(500)
    expect(suite.guard?.stats).toMatchObject({ admitted: 1, shed: 0 })
  })
})
