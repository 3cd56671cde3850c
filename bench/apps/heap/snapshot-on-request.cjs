'use strict'
// Preloaded into an application as it is: a message with a path has its heap written there.
const { writeHeapSnapshot } = require('node:v8')

process.on('message', (file) => {
  writeHeapSnapshot(file)
  process.send({ written: file })
})
// The channel must not be what keeps the application alive.
process.channel.unref()
