import { punctuality, summarize } from '../../load/start-load.mjs'
import { runInContainer } from '../../measure/container-run.mjs'

const MIB = 2 ** 20
const COST_BYTES = 3.5e6
const HOLD_SECONDS = 0.2

/** One variant, one rate, one container, one process. */
export async function runOnce({ seconds, heavyRate, criticalRate, ...setting }) {
  const { streams, idleBytes, peakBytes, livedSeconds, lateness, cpuRatio, elapsedMs, ...facts } =
    await runInContainer({
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
    timeline: timelineOf(streams, seconds),
  }
}

/** What became of the requests of each second, by the time at which they were due. */
function timelineOf(streams, seconds) {
  return Array.from({ length: seconds }, (_, second) => {
    const [heavy, critical] = [streams.heavy, streams.critical].map((stream) =>
      summarize(stream, second * 1000, second * 1000 + 1000),
    )
    const round = (ms) => (Number.isNaN(ms) ? '-' : Math.round(ms))
    return {
      second,
      ...{
        served: heavy.served,
        shed: heavy.shed,
        failed: heavy.failed,
        p50Ms: round(heavy.p50Ms),
        shedP50Ms: round(heavy.shedP50Ms),
      },
      ...{
        critical: critical.served,
        criticalP50Ms: round(critical.p50Ms),
        criticalMaxMs: round(critical.maxMs),
      },
    }
  })
}
