// The load generator, a process of its own. Requests leave by the clock whether or not earlier ones were
// answered, and latency counts from the scheduled time: a slow server cannot hide by slowing its clients.
import { ConnectionPool } from './connection-pool.mjs'

const TICK_MS = 1

process.once('message', (plan) => start(plan))

/** @param plan { port, streams: [{ name, path, phases: [{ rate, seconds }] }], timeoutMs, maxSockets, arrivals } */
function start({ port, streams, timeoutMs = 10_000, maxSockets = 6000, arrivals = 'even' }) {
  const pool = new ConnectionPool(port, maxSockets)
  const startedAt = performance.now()
  const cpuAtStart = process.cpuUsage()
  const lateness = []
  const running = streams.map((stream) => ({
    ...stream,
    bytes: Buffer.from(
      `${stream.method ?? 'GET'} ${stream.path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: application/json\r\n\r\n`,
    ),
    due: schedule(stream.phases, arrivals),
    next: 0,
    records: [], // scheduled ms, latency ms, outcome
  }))
  let pending = 0
  let stopped = false

  function launch(stream, dueMs) {
    pending++
    lateness.push(performance.now() - startedAt - dueMs)
    let timer
    const giveUp = pool.send(stream.bytes, (outcome) => {
      clearTimeout(timer)
      stream.records.push([dueMs, performance.now() - startedAt - dueMs, outcome])
      pending--
      if (stopped && pending === 0) finish()
    })
    timer = setTimeout(giveUp, timeoutMs)
  }

  const clock = setInterval(() => {
    const elapsed = performance.now() - startedAt
    let left = 0
    for (const stream of running) {
      while (stream.next < stream.due.length && stream.due[stream.next] <= elapsed)
        launch(stream, stream.due[stream.next++])
      left += stream.due.length - stream.next
    }
    if (left === 0) stop()
  }, TICK_MS)

  function stop() {
    if (stopped) return
    stopped = true
    clearInterval(clock)
    if (pending === 0) finish()
  }

  function finish() {
    const { user, system } = process.cpuUsage(cpuAtStart)
    const elapsedMs = performance.now() - startedAt
    pool.close()
    process.send(
      {
        streams: Object.fromEntries(
          running.map(({ name, records, due }) => [name, { planned: due.length, records }]),
        ),
        elapsedMs,
        cpuRatio: (user + system) / 1000 / elapsedMs,
        lateness,
      },
      () => process.exit(0),
    )
  }

  process.on('message', (word) => {
    if (word === 'stop') stop()
  })
}

/** Departure times in ms: evenly spaced, or a Poisson process with a fixed seed. */
function schedule(phases, arrivals) {
  const due = []
  const random = seeded(20_161)
  let phaseStart = 0
  for (const { rate, seconds } of phases) {
    const end = phaseStart + seconds * 1000
    const gap = () => (arrivals === 'poisson' ? -Math.log(1 - random()) : 1) * (1000 / rate)
    for (let at = phaseStart; rate > 0 && at < end; at += gap()) due.push(at)
    phaseStart = end
  }
  return due
}

function seeded(seed) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
