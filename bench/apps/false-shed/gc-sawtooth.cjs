'use strict'
// 42 MB live, and garbage that lives just long enough to be promoted: the heap climbs and falls, nothing leaks.
const { serveBehind } = require('./protections.cjs')

const LIVE_BYTES = 42e6
const ROW_BYTES = 96
const BATCH = 12_000
const BATCHES_HELD = 10

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

module.exports.live = rows(LIVE_BYTES / ROW_BYTES)
const ring = []
setInterval(() => {
  ring.push(rows(BATCH))
  if (ring.length > BATCHES_HELD) ring.shift()
}, 20)

setInterval(() => {
  const { heapUsed } = process.memoryUsage()
  process.stdout.write(`heap ${Math.round(heapUsed / 1e6)}\n`)
}, 250)

serveBehind({ heapLimitBytes: 1.5 * LIVE_BYTES })
