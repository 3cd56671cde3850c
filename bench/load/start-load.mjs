import { fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { quantile } from '../report/statistics.mjs'

const GENERATOR = fileURLToPath(new URL('./open-loop.mjs', import.meta.url))

/**
 * Starts the open-loop generator in its own process.
 * @returns `result`, a promise, and `stop()`, which ends the plan early and waits for what is under way
 */
export function startLoad(plan) {
  const child = fork(GENERATOR, { serialization: 'advanced', execArgv: [] })
  const result = new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code, signal) =>
      reject(new Error(`the load generator ended early: ${signal ?? code}`)),
    )
  })
  try {
    setPriority(child.pid, -10) // a generator that must wait for the server's CPU is not open loop
  } catch {
    // only root may; its lateness is reported either way
  }
  child.send(plan)
  return { result, stop: () => child.connected && child.send('stop') }
}

/**
 * Counts and latencies of one stream, restricted to requests scheduled within [fromMs, toMs).
 * `answeredInTime` counts only what was served before `toMs`: a queue that is worked off later is no goodput.
 */
export function summarize({ records }, fromMs = 0, toMs = Number.POSITIVE_INFINITY) {
  const within = records.filter(([due]) => due >= fromMs && due < toMs)
  const served = within.filter(([, , outcome]) => outcome === 200)
  const shed = within.filter(([, , outcome]) => outcome === 503)
  const failures = {}
  for (const [, , outcome] of within) {
    if (outcome !== 200 && outcome !== 503) failures[outcome] = (failures[outcome] ?? 0) + 1
  }
  const latencies = served.map(([, latency]) => latency)
  return {
    sent: within.length,
    served: served.length,
    answeredInTime: served.filter(([due, latency]) => due + latency < toMs).length,
    shed: shed.length,
    failed: within.length - served.length - shed.length,
    failures,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    maxMs: quantile(latencies, 1),
    shedP50Ms: quantile(
      shed.map(([, latency]) => latency),
      0.5,
    ),
  }
}

/** Whether the generator itself kept its timetable; a late generator makes no judgement. */
export function punctuality({ lateness, cpuRatio }) {
  return {
    p50Ms: quantile(lateness, 0.5),
    p99Ms: quantile(lateness, 0.99),
    maxMs: quantile(lateness, 1),
    cpuRatio,
  }
}
