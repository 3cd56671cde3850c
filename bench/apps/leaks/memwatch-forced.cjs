'use strict'
// node-memwatch's rule in the shape of our monitor, with a collection forced four times per observation: natural
// ones are too rare for it to say anything.
const { EventEmitter } = require('node:events')
const v8 = require('node:v8')
const { runInNewContext } = require('node:vm')

const GROWING_COLLECTIONS = 5

exports.createMemoryMonitor = ({ observationMs }) => {
  v8.setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  const monitor = new EventEmitter()
  let timer
  let start
  let last = Number.POSITIVE_INFINITY
  let grownInARow = 0

  function look() {
    collect()
    const used = v8.getHeapStatistics().used_heap_size
    start ??= used
    grownInARow = used > last ? grownInARow + 1 : 0
    last = used
    if (grownInARow < GROWING_COLLECTIONS) return
    grownInARow = 0
    monitor.state = 'confirmed'
    monitor.emit('leak', { kind: 'heap', growth: { total: used - start, unit: 'bytes' }, suspects: [] })
  }

  return Object.assign(monitor, {
    state: 'watching',
    start() {
      timer = setInterval(look, observationMs / 4).unref()
    },
    stop: () => clearInterval(timer),
    report: () => undefined,
  })
}
