'use strict'
// An Express server one of whose routes remembers what was searched for; says what the monitor found as JSON.
const { get } = require('node:http')
const { memoryMonitor } = require('@plimsoll/express')
const express = require('express5')

const quiet = { info() {}, warn() {}, error() {} }
const watch = memoryMonitor({ observationMs: 5000, minGrowthBytes: 300_000, logger: quiet })
const app = express()
app.use(watch)

const searches = new Map()
const pages = (word) =>
  Array.from({ length: 40 }, (_, page) => ({ page, word, text: `${word} on page ${page}` }))
function recordSearch(word) {
  searches.set(word, pages(word))
}
app.get('/search/:word', async function search(req, res) {
  await Promise.resolve()
  recordSearch(req.params.word)
  res.json({ found: searches.size })
})
app.get('/', (_req, res) => res.send('welcome'))

let asked = 0
let load
const server = app.listen(0, '127.0.0.1', () => {
  const { port } = server.address()
  load = setInterval(() => {
    asked += 1
    const path = asked % 2 === 0 ? '/' : `/search/word-${asked}`
    get({ port, path, host: '127.0.0.1' }, (res) => res.resume()).on('error', () => {})
  }, 5)
})

function end(leak) {
  process.stdout.write(`${JSON.stringify(leak)}\n`)
  clearInterval(load)
  watch.monitor.stop()
  server.close()
  server.closeAllConnections()
}
watch.on('leak', end)
setTimeout(() => end(null), Number(process.argv[2])).unref()
