'use strict'
// A monitor in a worker thread: which quantities it watches, as its metrics tell them.
const { parentPort } = require('node:worker_threads')
const { board } = require('@plimsoll/core')
const { createMemoryMonitor } = require('@plimsoll/memory-monitor')

const monitor = createMemoryMonitor()
monitor.start()
const families = board()
  .list('metrics')
  .flatMap((read) => read())
const { points } = families.find(({ name }) => name === 'plimsoll_leak_state')
parentPort.postMessage(points.map(({ labels }) => labels.kind))
monitor.stop()
