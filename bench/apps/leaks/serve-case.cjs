'use strict'
// node serve-case.cjs CASE-FOLDER SETTINGS: one case's application beside a monitor, and what the monitor says,
// as JSON lines. At SIGUSR2 it tells the final state and ends.
const { createServer } = require('node:http')
const { join } = require('node:path')
const { watchV8Calls } = require('./asked-of-v8.cjs')
const { followCollections, fullCollectionMs } = require('./collections.cjs')
const { openLog } = require('./event-log.cjs')
const { recordSeries } = require('./series.cjs')

const [folder, json] = process.argv.slice(2)
const { logFile, monitorModule, monitorOptions, record, forecastEveryMs } = JSON.parse(json)
const log = openLog(logFile)

// before the monitor can take hold of the originals
const calls = watchV8Calls(record && ((profile) => log('profile', { profile })))
const collections = followCollections(calls, log, { everyOne: record })
if (record) recordSeries(log)

const monitor = monitorModule ? require(monitorModule).createMemoryMonitor(monitorOptions) : undefined
for (const name of ['suspicion', 'leak', 'retraction']) {
  monitor?.on(name, (report) => log(name, { report, state: monitor.state }))
}
if (record) monitor?.on('stats', (stats) => log('stats', { stats }))

const { framework, build } = require(join(folder, 'app.cjs'))
const app = build({ before: [] })
const server = createServer(framework === 'koa' ? app.callback() : app)
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  monitor?.start()
  log('start', { node: process.version, pid: process.pid, monitor: monitorModule, monitorOptions })
  console.log('ready')
})

const bench = process.ppid
setInterval(() => process.ppid !== bench && process.exit(1), 1000).unref() // it ended without a word

if (forecastEveryMs) setInterval(() => log('report', { report: monitor.report() }), forecastEveryMs).unref()
if (record && forecastEveryMs && monitorModule) {
  // what a forecast is made of: of the container, too
  const { sharedSampler } = require('@plimsoll/core')
  sharedSampler().onSample((sample) => log('own', { sample }))
}

process.once('SIGUSR2', () => {
  const summary = collections.summary()
  log('final', {
    state: monitor?.state,
    report: monitor?.report(),
    collections: { ...summary, runMs: performance.now(), fullCollectionMs: fullCollectionMs() },
  })
  monitor?.stop()
  process.exit(0)
})
