// Ten minutes in a moment: a sampler and a guard of ours over scripted readings, on a clock that the bench moves.
import { createSampler } from '@plimsoll/core'
import {
  createFakeClock,
  createFakeGc,
  createFakeProbe,
  createScriptedReadings,
  sampleOf,
} from '@plimsoll/core/testing'
import { createMemoryGuard } from '@plimsoll/memory-guard'

const MINUTES = 10
const STEP_MS = 50
const LIMIT_BYTES = 256 * 2 ** 20
const MAX_GC_TIME_RATIO = 0.8 // the sampler's default, told to it nevertheless

/** Ratio over time around a threshold; `swing` is how far it goes to either side. */
const SHAPES = {
  'square wave, 1 s': (threshold, swing) => (ms) => threshold + (Math.floor(ms / 500) % 2 ? swing : -swing),
  'sine, 20 s': (threshold, swing) => (ms) => threshold + swing * Math.sin((2 * Math.PI * ms) / 20_000),
  'square wave, 90 s': (threshold, swing) => (ms) =>
    threshold + (Math.floor(ms / 45_000) % 2 ? swing : -swing),
  noise: (threshold, swing) => {
    let state = 20_161
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return threshold + swing * ((2 * state) / 2 ** 32 - 1)
    }
  },
}

const THRESHOLDS = [0.8, 0.92]
const SWINGS = [0.02, 0.1]

/** How a ratio gets into the process: as a reading of memory, or as collections that take their share of time. */
const SIGNALS = {
  container: ({ readings, probe }, ratio) => {
    const fields = { containerUsedBytes: ratio * LIMIT_BYTES, containerLimitBytes: LIMIT_BYTES }
    readings.set(fields)
    probe.set(fields)
  },
  rss: ({ readings, probe }, ratio) => {
    readings.set({ rssBytes: ratio * LIMIT_BYTES })
    probe.set({ rssBytes: ratio * LIMIT_BYTES })
  },
  'gc-time': ({ clock, gc }, ratio) => {
    gc.emit({ kind: 'minor', startMs: clock.now(), durationMs: ratio * MAX_GC_TIME_RATIO * STEP_MS })
  },
}

/** @returns rows of { signal, shape, threshold, swing, sampler, guard }, changes a minute, and the worst minute */
export function simulateFlapping() {
  const rows = []
  for (const [signal, inject] of Object.entries(SIGNALS)) {
    for (const [shape, make] of Object.entries(SHAPES)) {
      for (const threshold of THRESHOLDS) {
        for (const swing of SWINGS) {
          rows.push({ signal, shape, threshold, swing, ...simulate(signal, inject, make(threshold, swing)) })
        }
      }
    }
  }
  return rows
}

function simulate(signal, inject, ratioAt) {
  const clock = createFakeClock()
  const gc = createFakeGc({ available: false })
  const probe = createFakeProbe()
  const readings = createScriptedReadings(sampleOf())
  const onError = (error) => {
    throw error
  }
  const limits = {
    maxGcTimeRatio: MAX_GC_TIME_RATIO,
    ...(signal === 'rss' ? { limitBytes: LIMIT_BYTES } : {}),
  }
  const sampler = createSampler(limits, { clock, readings: [readings], probe, gc, onError })
  const guard = createMemoryGuard(undefined, { sampler, clock, collector: gc, onError })
  const samplerChanges = []
  const guardChanges = []
  sampler.onPressure(() => samplerChanges.push(clock.now()))
  guard.start()
  let level = guard.memory.pressure
  for (let ms = 0; ms < MINUTES * 60_000; ms += STEP_MS) {
    inject({ clock, gc, probe, readings }, ratioAt(ms))
    clock.advance(STEP_MS)
    if (guard.memory.pressure !== level) guardChanges.push(ms)
    level = guard.memory.pressure
  }
  guard.close()
  sampler.close()
  return {
    sampler: samplerChanges.length / MINUTES,
    guard: guardChanges.length / MINUTES,
    worstMinute: Math.max(worstMinute(samplerChanges), worstMinute(guardChanges)),
  }
}

/** Most changes within any sixty seconds. */
function worstMinute(times) {
  return times.reduce(
    (most, start) => Math.max(most, times.filter((at) => at >= start && at < start + 60_000).length),
    0,
  )
}
