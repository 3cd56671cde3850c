import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { garbageCollector, type Sampler } from '@plimsoll/core'
import { plimsoll } from '@plimsoll/express'
import express from 'express5'
import { scriptedProcess } from '../contract/scripted-process.js'

// A collection of all that a test run has loaded takes its time.
jest.setTimeout(30_000)

const LOGGER = { info() {}, warn() {}, error() {} }

/** Serves one request by an application that nobody keeps. */
async function serveAndForget(sampler: Sampler): Promise<void> {
  const app = express()
  app.use(plimsoll({ sampler, logger: LOGGER }))
  app.get('/', (req, res) => void res.send(req.memory.pressure))
  const server: Server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const answer = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })
  expect(await answer.text()).toBe('normal')
  await new Promise((resolve) => server.close(resolve))
}

test('F31: an application that is dropped with its suite gives the timer back: what requests are shown does not keep it', async () => {
  const { clock, sampler } = scriptedProcess()
  await serveAndForget(sampler)
  expect(clock.pending).toBe(1)
  for (let round = 0; round < 60 && clock.pending > 0; round += 1) {
    garbageCollector().collect()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(clock.pending).toBe(0)
})
