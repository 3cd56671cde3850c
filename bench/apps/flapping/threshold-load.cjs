'use strict'
// A load at the threshold, no HTTP: node threshold-load.cjs LOAD SUBJECT SECONDS. Prints how often the state changed.
const { monitorEventLoopDelay } = require('node:perf_hooks')
const { requirePeer } = require('../peers.cjs')

const [load, subject, seconds] = process.argv.slice(2)
const LIVE_BYTES = 42e6
const HEAP_LIMIT_BYTES = 2 * LIVE_BYTES
let changes = 0

const subjects = {
  'overload-protection'() {
    const protect = requirePeer('overload-protection')(
      'http',
      load === 'heap' ? { maxHeapUsedBytes: HEAP_LIMIT_BYTES } : {},
    )
    const profiler = Object.getPrototypeOf(protect)
    let overload = profiler.overload
    Object.defineProperty(profiler, 'overload', {
      get: () => overload,
      set(value) {
        if (value !== overload) changes++
        overload = value
      },
    })
  },
  'toobusy-js'() {
    const toobusy = requirePeer('toobusy-js')
    countChanges(() => toobusy.lag() > toobusy.maxLag(), 50)
  },
  'under-pressure logic'() {
    const histogram = monitorEventLoopDelay({ resolution: 10 })
    histogram.enable()
    countChanges(() => {
      const delayMs = histogram.mean / 1e6 - 10
      histogram.reset()
      return delayMs > 1000 || (load === 'heap' && process.memoryUsage().heapUsed > HEAP_LIMIT_BYTES)
    }, 1000)
  },
  plimsoll() {
    const { createSampler } = require('@plimsoll/core')
    const sampler = createSampler()
    let level = sampler.pressure.level
    sampler.onPressure((pressure) => {
      if (pressure.level !== level) changes++
      level = pressure.level
    })
    sampler.start()
  },
}

function countChanges(overloaded, everyMs) {
  let last = false
  setInterval(() => {
    const now = overloaded()
    if (now !== last) changes++
    last = now
  }, everyMs)
}

function startLoad() {
  if (load === 'heap') return startSawtooth()
  const [busyMs, everyMs] = load.split('/').map(Number)
  setInterval(() => {
    const until = performance.now() + busyMs
    while (performance.now() < until);
  }, everyMs)
}

function startSawtooth() {
  const rows = (count) =>
    Array.from({ length: count }, (_, id) => ({
      id,
      a: id,
      b: id + 1,
      c: id & 7,
      d: id % 31,
      e: 0,
      f: 1,
      g: false,
    }))
  module.exports.live = rows(LIVE_BYTES / 96)
  const ring = []
  setInterval(() => {
    ring.push(rows(12_000))
    if (ring.length > 10) ring.shift()
  }, 20)
}

startLoad()
subjects[subject]()
setTimeout(() => {
  console.log(JSON.stringify({ changes }))
  process.exit(0)
}, Number(seconds) * 1000)
