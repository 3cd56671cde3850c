// A program in CommonJS that takes functions out of Node's modules, with the tracker started before that.
const { resourceTracker } = require('@plimsoll/express')

const tracker = resourceTracker({ observe: { graceMs: 200 } })
tracker.start()

const { open } = require('node:fs/promises')
const { setInterval: every } = require('node:timers')
const express = require('express5')

const app = express()
app.use(tracker)
const files = []
app.get('/file', async function readFile(_req, res) {
  files.push(await open(__filename))
  res.end()
})
app.get('/timer', function startTimer(_req, res) {
  every(() => {}, 1000)
  res.end()
})

const server = app.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
process.on('message', () => process.send(tracker.outstanding()))
