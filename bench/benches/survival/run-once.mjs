import { machineCpuMs, processCpuMs } from '../../measure/cpu-accounting.mjs'
import { createMemoryCgroup } from '../../measure/cgroup.mjs'
import { startApp } from '../../measure/app-process.mjs'
import { punctuality, startLoad, summarize } from '../../load/start-load.mjs'

const MIB = 2 ** 20
const SETTLE_MS = 700
const PEAK_EVERY_MS = 25
const COST_BYTES = 3.5e6
const HOLD_SECONDS = 0.2

/** One variant, one rate, one container, one process. The load comes from outside of the container. */
export async function runOnce({ file, node, nodeFlags, limitBytes, seconds, heavyRate, criticalRate, arrivals, verbose }) {
  const cgroup = createMemoryCgroup(limitBytes)
  let app
  try {
    app = await startApp({ file, node, nodeFlags, cgroup, verbose, env: { CONTAINER_BYTES: String(limitBytes) } })
    await sleep(SETTLE_MS)
    const idleBytes = cgroup.workingSetBytes()
    const watch = watchPeak(cgroup, app.pid)
    const machineAtStart = machineCpuMs()
    const harnessAtStart = process.cpuUsage()

    const startedAt = performance.now()
    const load = startLoad({
      port: app.port,
      arrivals,
      streams: [
        { name: 'heavy', path: '/heavy', phases: [{ rate: heavyRate, seconds }] },
        { name: 'critical', path: '/critical', phases: [{ rate: criticalRate, seconds }] },
      ],
    })
    app.exited.then(load.stop)
    const outcome = await load.result
    const { peakBytes, cpuMs } = watch.stop()
    const harness = process.cpuUsage(harnessAtStart)
    const generatorCpuMs = outcome.cpuRatio * outcome.elapsedMs
    const othersMs = machineCpuMs() - machineAtStart - cpuMs - generatorCpuMs - (harness.user + harness.system) / 1000

    const livedSeconds = app.exit ? Math.min(seconds, (app.exitedAtMs - startedAt) / 1000) : seconds
    const heavy = summarize(outcome.streams.heavy, 0, seconds * 1000)
    const critical = summarize(outcome.streams.critical, 0, seconds * 1000)
    const ceiling = (0.88 * limitBytes - idleBytes) / COST_BYTES / HOLD_SECONDS
    return {
      fate: app.fate,
      exit: app.exit,
      oomKills: cgroup.oomKills(),
      livedSeconds,
      goodput: heavy.answeredInTime / livedSeconds,
      shedRate: heavy.shed / livedSeconds,
      ceiling,
      reachable: Math.min(ceiling, heavyRate),
      heavy,
      critical,
      idleMiB: idleBytes / MIB,
      peakMiB: peakBytes / MIB,
      serverCores: cpuMs / outcome.elapsedMs,
      otherCores: Math.max(0, othersMs / outcome.elapsedMs),
      generator: punctuality(outcome),
      ...(app.exit ? { output: app.output.slice(-2000) } : {}),
    }
  } finally {
    await app?.stop()
    await cgroup.remove()
  }
}

/** Peak working set, and the CPU of the process as last seen while it lived. */
function watchPeak(cgroup, pid) {
  let peakBytes = 0
  let lastCpuMs = processCpuMs(pid)
  const before = lastCpuMs
  const look = () => {
    peakBytes = Math.max(peakBytes, cgroup.workingSetBytes())
    try {
      lastCpuMs = Math.max(lastCpuMs, processCpuMs(pid))
    } catch {
      // killed since
    }
  }
  const timer = setInterval(look, PEAK_EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      look()
      return { peakBytes, cpuMs: lastCpuMs - before }
    },
  }
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
