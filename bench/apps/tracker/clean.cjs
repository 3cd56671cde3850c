'use strict'
// Requests that leave nothing, with everything that looks as if they did: pools, race timers, a long-lived
// signal, keep-alive clients. node clean.cjs REQUESTS; prints what the observer reported.
const { EventEmitter } = require('node:events')
const http = require('node:http')
const { requirePeer } = require('../peers.cjs')
const express = requirePeer('express')
const { resourceTracker } = require('@plimsoll/express')

const REQUESTS = Number(process.argv[2])
const GRACE_MS = 500
const CLIENTS = 50

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const listening = (server) =>
  new Promise((resolve) => server.on('listening', () => resolve(server.address().port)))

async function main() {
  const upstream = http.createServer((_req, res) => res.end('ok')).listen(0, '127.0.0.1')
  const url = `http://127.0.0.1:${await listening(upstream)}/`
  const agent = new http.Agent({ keepAlive: true })
  const shutdown = new AbortController()
  const bus = new EventEmitter().setMaxListeners(0)
  for (let index = 0; index < 10; index++) bus.on('news', () => index)

  const reports = []
  const logger = { info() {}, warn: (line) => reports.push(line), error: (line) => reports.push(line) }
  const tracker = resourceTracker({ observe: { graceMs: GRACE_MS }, logger })
  const app = express().use(tracker)
  app.get('/hello', (_req, res) => res.send('ok'))
  app.get('/fetch', async (_req, res) => {
    const answers = await Promise.all([1, 2].map(() => fetch(url, { signal: shutdown.signal })))
    await Promise.all(answers.map((answer) => answer.text()))
    res.send('ok')
  })
  app.get('/agent', (_req, res) => {
    http.get(url, { agent }, (answer) => answer.resume().on('end', () => res.send('ok')))
  })
  app.get('/race', async (_req, res) => {
    await Promise.race([sleep(1), sleep(3000)])
    res.send('ok')
  })
  app.get('/listen', async (_req, res) => {
    const listener = () => res
    bus.on('news', listener)
    await sleep(1)
    bus.off('news', listener)
    res.send('ok')
  })
  app.get('/any', async (_req, res) => {
    await fetch(url, { signal: AbortSignal.any([shutdown.signal, AbortSignal.timeout(2000)]) }).then((r) =>
      r.text(),
    )
    res.send('ok')
  })
  app.get('/file', (_req, res) => res.sendFile(__filename))
  const routes = ['/hello', '/fetch', '/agent', '/race', '/listen', '/any', '/file']
  const port = await listening(app.listen(0, '127.0.0.1'))

  let next = 0
  const ask = (client) =>
    new Promise((resolve, reject) => {
      const path = routes[next++ % routes.length]
      http
        .get({ port, path, agent: client, host: '127.0.0.1' }, (res) => res.resume().on('end', resolve))
        .on('error', reject)
    })
  const clients = Array.from({ length: CLIENTS }, () => new http.Agent({ keepAlive: true, maxSockets: 1 }))
  await Promise.all(
    clients.map(async (client) => {
      while (next < REQUESTS) await ask(client)
    }),
  )
  await sleep(6 * GRACE_MS)
  const outstanding = tracker.outstanding()
  console.log(JSON.stringify({ requests: REQUESTS, reports, outstanding }))
  process.exit(0)
}

void main()
