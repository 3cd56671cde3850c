// The load of one case, a process of its own. Requests leave by the clock, until too many are unanswered.
import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { quantile } from '../../report/statistics.mjs'
import { dueTimes } from './due-times.mjs'
import { seeded } from './fill-in.mjs'
import { sendStep } from './send-step.mjs'
import { openStayingClients } from './staying-clients.mjs'

const MOST_IN_FLIGHT = 512
const NUMBERS_PER_SEED = 10_000_000 // so that no two seeds ask for the same

process.once('message', async ({ port, load, seed, giveUpAfterMs, ...timing }) => {
  const leave = await openStayingClients(port, load.clients)
  process.send({ begunAt: Date.now() })
  const result = await drive({ port, load, seed, timing, giveUpAfterMs })
  process.send({ result })
  process.on('message', (word) => {
    if (word !== 'leave') return
    leave()
    process.disconnect()
  })
})

process.once('disconnect', () => process.exit()) // a bench that ended leaves no load behind

let stopped = false
process.on('message', (word) => {
  stopped ||= word === 'stop'
})

/** @param giveUpAfterMs without an answer: a server can neither die nor answer */
async function drive({ port, load, seed, timing, giveUpAfterMs = Number.POSITIVE_INFINITY }) {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4096 })
  const mostInFlight = load.maxInFlight ?? MOST_IN_FLIGHT
  const inFlight = new Set()
  const outcomes = {}
  const latencies = []
  const lateness = []
  let lastAnswerAt = Date.now()
  let gaveUp = false
  const startedAt = performance.now()
  const steps = load.steps.flatMap((step) => new Array(step.weight ?? 1).fill(step))

  function launch(i) {
    const sentAt = performance.now()
    const sent = sendStep({ port, step: steps[i % steps.length], number: seed * NUMBERS_PER_SEED + i, agent })
    const ended = sent.then((outcome) => {
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
      if (outcome !== 'error' && outcome !== 'timeout') lastAnswerAt = Date.now()
      latencies.push(performance.now() - sentAt)
      inFlight.delete(ended)
    })
    inFlight.add(ended)
  }

  let number = 0
  for (const due of dueTimes(load, { ...timing, random: seeded(seed + 1) })) {
    const early = due - (performance.now() - startedAt)
    if (early > 1) await sleep(early)
    while (inFlight.size >= mostInFlight) await Promise.race(inFlight)
    gaveUp = Date.now() - lastAnswerAt > giveUpAfterMs
    if (stopped || gaveUp) break
    lateness.push(performance.now() - startedAt - due)
    launch(number++)
  }
  const elapsedMs = performance.now() - startedAt
  await Promise.all(inFlight)
  agent.destroy()
  return {
    sent: number,
    outcomes,
    lastAnswerAt,
    gaveUp,
    elapsedMs,
    latency: { p50Ms: quantile(latencies, 0.5), p99Ms: quantile(latencies, 0.99) },
    lateness: { p99Ms: quantile(lateness, 0.99), maxMs: quantile(lateness, 1) },
  }
}
