'use strict'
// Answers, aborts, errors and timeouts, mixed, each with a scope full of resources, all of them watched:
// node --expose-gc leftovers.cjs REQUESTS; prints what is left at each quarter.
const { readdirSync } = require('node:fs')
const { EventEmitter } = require('node:events')
const http = require('node:http')
const { requirePeer } = require('../peers.cjs')
const express = requirePeer('express')
const { resourceTracker } = require('@plimsoll/express')

const REQUESTS = Number(process.argv[2])
const CLIENTS = 50
const TIMEOUT_MS = 100
const PARTS = 5 // the first is the warm-up

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
const bus = new EventEmitter().setMaxListeners(0)
const reports = []
const logger = { info() {}, warn: (line) => reports.push(line), error: (line) => reports.push(line) }
const tracker = resourceTracker({ observe: { graceMs: 1000 }, timeoutMs: TIMEOUT_MS, logger })

async function openAll(resources) {
  resources.setTimeout(() => {}, 600_000)
  resources.setInterval(() => {}, 600_000)
  resources.on(bus, 'news', () => {})
  resources.addEventListener(resources.signal, 'abort', () => {})
  await resources.open(__filename)
}

const app = express().use(tracker)
app.get('/work', async (req, res) => {
  await openAll(req.resources)
  res.send('done')
})
app.get('/fails', async (req) => {
  await openAll(req.resources)
  throw new Error('mine')
})
app.get('/hangs', async (req) => {
  await openAll(req.resources)
})
app.use((_error, _req, res, _next) => void res.status(500).end())

const MIX = ['/work', '/work', '/work', '/work', '/fails', '/fails', '/work', 'abort', 'abort', '/hangs']
const ends = {}

function ask(port, kind, agent) {
  return new Promise((resolve) => {
    const path = kind === 'abort' ? '/hangs' : kind
    const request = http.get(
      { port, path, host: '127.0.0.1', agent: path === '/hangs' ? false : agent },
      (res) => {
        res.resume().on('end', () => finish(res.statusCode))
      },
    )
    const finish = (how) => {
      ends[how] = (ends[how] ?? 0) + 1
      resolve()
    }
    request.on('error', () => finish(kind))
    if (kind === 'abort') setTimeout(() => request.destroy(), 2)
    if (kind === '/hangs') setTimeout(() => request.destroy(), TIMEOUT_MS + 50)
  })
}

async function settled(server) {
  server.closeIdleConnections()
  await sleep(3000) // the grace time, and then some
  for (let round = 0; round < 3; round++) {
    gc()
    await sleep(50)
  }
  return {
    handles: process.getActiveResourcesInfo().length,
    descriptors: readdirSync('/proc/self/fd').length,
    listeners: bus.listenerCount('news'),
    heapBytes: process.memoryUsage().heapUsed,
  }
}

const server = app.listen(0, '127.0.0.1', async () => {
  const { port } = server.address()
  const quarters = []
  for (let part = 0; part < PARTS; part++) {
    const agent = new http.Agent({ keepAlive: true })
    let next = 0
    const count = REQUESTS / (PARTS - 1)
    await Promise.all(
      Array.from({ length: CLIENTS }, async () => {
        while (next < count) await ask(port, MIX[next++ % MIX.length], agent)
      }),
    )
    agent.destroy()
    quarters.push(await settled(server))
  }
  console.log(
    JSON.stringify({
      requests: REQUESTS,
      ends,
      quarters,
      reports,
      outstanding: tracker.outstanding(),
      stats: tracker.stats,
    }),
  )
  process.exit(0)
})
