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
  await collectUntil(() => clock.pending === 0)
  expect(clock.pending).toBe(0)
})

/** Collections until something has come true; a second or so when it does not. */
async function collectUntil(isTrue: () => boolean): Promise<void> {
  for (let round = 0; round < 60 && !isTrue(); round += 1) {
    garbageCollector().collect()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function applicationSaying(word: string, sampler: Sampler, attachTo?: Server) {
  const app = express()
  const suite = plimsoll({ sampler, logger: LOGGER })
  app.use(suite)
  app.get('/', (_req, res) => void res.send(word))
  if (attachTo !== undefined) suite.attach(attachTo)
  return app
}

async function listening(): Promise<{ server: Server; ask(): Promise<string> }> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/`
  return { server, ask: async () => (await fetch(url, { headers: { connection: 'close' } })).text() }
}

test('F31: a server that stays lets the suites of applications go that a hot reload has replaced', async () => {
  const { clock, sampler } = scriptedProcess()
  const { server, ask } = await listening()
  for (const word of ['first', 'second', 'third']) {
    server.removeAllListeners('request').on('request', applicationSaying(word, sampler))
    // More than once: the first that comes attaches, the second is prepared.
    for (let time = 0; time < 3; time += 1) expect(await ask()).toBe(word)
  }
  server.removeAllListeners('request')
  await collectUntil(() => clock.pending === 0)
  expect(clock.pending).toBe(0)
  expect(Object.hasOwn(server, 'emit')).toBe(false)
  await new Promise((resolve) => server.close(resolve))
})

test('F31: a server keeps the suite that was attached to it by hand until that is closed', async () => {
  const { clock, sampler } = scriptedProcess()
  const { server, ask } = await listening()
  server.on('request', applicationSaying('attached', sampler, server))
  expect(await ask()).toBe('attached')
  server.removeAllListeners('request')
  await collectUntil(() => clock.pending === 0)
  expect(clock.pending).toBe(1)
  expect(Object.hasOwn(server, 'emit')).toBe(true)
  await new Promise((resolve) => server.close(resolve))
})
