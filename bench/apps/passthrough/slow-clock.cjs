'use strict'
// Under callgrind a program takes some fifty times longer, and its timers fire fifty times as often per request.
// Here the program's clocks and timers are slowed down as much, so that a sampler weighs what it weighs in truth.
const SLOWDOWN = 50

const { now } = performance
performance.now = () => now.call(performance) / SLOWDOWN

const { hrtime } = process
const startNs = hrtime.bigint()
const slowNs = () => startNs + (hrtime.bigint() - startNs) / BigInt(SLOWDOWN)
process.hrtime = (since) => {
  const ns = slowNs()
  const [seconds, rest] = [Number(ns / 1_000_000_000n), Number(ns % 1_000_000_000n)]
  if (since === undefined) return [seconds, rest]
  const borrow = rest < since[1] ? 1 : 0
  return [seconds - since[0] - borrow, rest - since[1] + borrow * 1_000_000_000]
}
process.hrtime.bigint = slowNs

const startDate = Date.now()
const dateNow = Date.now
Date.now = () => startDate + Math.floor((dateNow() - startDate) / SLOWDOWN)

// A handler that yields for a moment is not a sampler, and would make every request take fifty times that.
const MOMENT_MS = 1

for (const name of ['setTimeout', 'setInterval']) {
  const real = globalThis[name]
  const slow = (callback, delay = 1, ...args) =>
    real(callback, delay <= MOMENT_MS ? delay : delay * SLOWDOWN, ...args)
  globalThis[name] = Object.defineProperties(slow, Object.getOwnPropertyDescriptors(real))
}

// Collections are reported in true time, and would look like a collector that never rests; those that were
// going on while the program had to wait for a core, even more so.
const { PerformanceEntry } = require('node:perf_hooks')
const LONGEST_MS = { startTime: Number.POSITIVE_INFINITY, duration: 5 }
for (const [field, longestMs] of Object.entries(LONGEST_MS)) {
  const { get } = Object.getOwnPropertyDescriptor(PerformanceEntry.prototype, field)
  Object.defineProperty(PerformanceEntry.prototype, field, {
    configurable: true,
    get() {
      return Math.min(longestMs, get.call(this) / SLOWDOWN)
    },
  })
}
