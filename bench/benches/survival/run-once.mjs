import { punctuality, summarize } from '../../load/start-load.mjs'
import { runInContainer } from '../../measure/container-run.mjs'

const MIB = 2 ** 20
const COST_BYTES = 3.5e6
const HOLD_SECONDS = 0.2

/** One variant, one rate, one container, one process. */
export async function runOnce({ seconds, heavyRate, criticalRate, ...setting }) {
  const { streams, idleBytes, peakBytes, livedSeconds, lateness, cpuRatio, elapsedMs, ...facts } = await runInContainer({
    ...setting,
    streams: [
      { name: 'heavy', path: '/heavy', phases: [{ rate: heavyRate, seconds }] },
      { name: 'critical', path: '/critical', phases: [{ rate: criticalRate, seconds }] },
    ],
  })
  const lived = Math.min(seconds, livedSeconds)
  const heavy = summarize(streams.heavy, 0, seconds * 1000)
  const critical = summarize(streams.critical, 0, seconds * 1000)
  const ceiling = (0.88 * setting.limitBytes - idleBytes) / COST_BYTES / HOLD_SECONDS
  return {
    ...facts,
    livedSeconds: lived,
    goodput: heavy.answeredInTime / lived,
    shedRate: heavy.shed / lived,
    ceiling,
    reachable: Math.min(ceiling, heavyRate),
    heavy,
    critical,
    idleMiB: idleBytes / MIB,
    peakMiB: peakBytes / MIB,
    generator: punctuality({ lateness, cpuRatio }),
  }
}
