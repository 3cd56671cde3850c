// The load, as a process of its own. Open loop: requests leave by the timetable whether or not earlier ones
// were answered, and latency counts from the time on the timetable. A slow server cannot slow its clients.
import http from 'node:http'
import { setPriority } from 'node:os'
import { Tally } from './load/tally.js'
import { timetable } from './load/timetable.js'

const TICK_MS = 2
const REPORT_MS = 1000
const TIMEOUT_MS = 5000
// Below the five seconds after which Node closes an idle connection: no reset may be the generator's fault.
const IDLE_MS = 3000
const CONNECTIONS = 256

process.once('message', async ({ port, phases }) => {
  const agent = new http.Agent({ keepAlive: true, timeout: IDLE_MS, maxSockets: CONNECTIONS })
  await openConnections(agent, port)
  run(agent, port, timetable(phases))
})
process.once('disconnect', () => process.exit())

try {
  setPriority(-10) // A client that has to wait for the server's CPU is no client from outside.
} catch {
  // Only root may. It is late now and then, and the server gets the blame.
}

/** As a proxy in front of a server has them: open already, since Node takes new connections one at a time. */
async function openConnections(agent, port) {
  const opened = Array.from({ length: CONNECTIONS }, () => {
    return new Promise((resolve) => {
      const request = http.get({ host: '127.0.0.1', port, path: '/checkout', agent }, (response) => {
        response.resume().once('close', resolve)
      })
      request.once('error', resolve)
    })
  })
  await Promise.all(opened)
}

function run(agent, port, departures) {
  const startedAt = performance.now()
  const totals = new Map()
  let second = new Map()
  let next = 0
  let pending = 0

  const clock = setInterval(() => {
    const nowMs = performance.now() - startedAt
    while (next < departures.length && departures[next].atMs <= nowMs) send(departures[next++])
    if (next === departures.length && pending === 0) finish()
  }, TICK_MS)
  const reports = setInterval(report, REPORT_MS)
  process.on('message', (word) => {
    if (word === 'stop') departures.length = next
  })

  function send(departure) {
    pending += 1
    const { path, atMs, phase } = departure
    let settled = false
    const settle = (status) => {
      if (settled) return
      settled = true
      pending -= 1
      const latencyMs = performance.now() - startedAt - atMs
      tally(totals, `${phase} ${path}`).count(status, latencyMs)
      tally(second, path).count(status, latencyMs)
    }
    const request = http.get({ host: '127.0.0.1', port, path, agent, timeout: TIMEOUT_MS }, (response) => {
      response.resume()
      response.once('end', () => settle(response.statusCode))
      response.once('close', () => settle(0))
    })
    request.once('timeout', () => request.destroy())
    request.once('error', () => settle(0))
  }

  function report() {
    process.send({ second: Object.fromEntries(second) })
    second = new Map()
  }

  function finish() {
    clearInterval(clock)
    clearInterval(reports)
    if (second.size > 0) report()
    process.send({ totals: Object.fromEntries(totals) }, () => process.exit())
  }
}

function tally(tallies, key) {
  if (!tallies.has(key)) tallies.set(key, new Tally())
  return tallies.get(key)
}
