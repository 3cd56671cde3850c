'use strict'
// An idle server with one sampler: node sampler.cjs NAME
const http = require('node:http')
const { monitorEventLoopDelay, performance } = require('node:perf_hooks')
const { requirePeer, requireSwaggerStats } = require('../peers.cjs')

const express = (middleware) => requirePeer('express')().use(middleware)
const bare = () => (_req, res) => res.end('hello')

const samplers = {
  'bare http': bare,
  'bare http again': bare,
  plimsoll: () => express(require('@plimsoll/express').plimsoll()),
  'toobusy-js': () => {
    requirePeer('toobusy-js')
    return bare()
  },
  'under-pressure logic': () => {
    const histogram = monitorEventLoopDelay({ resolution: 10 })
    histogram.enable()
    const sinceStart = performance.eventLoopUtilization()
    setInterval(() => {
      module.exports.last = [
        process.memoryUsage(),
        histogram.mean,
        performance.eventLoopUtilization(sinceStart),
      ]
      histogram.reset()
    }, 1000).unref()
    return bare()
  },
  'overload-protection': () => express(requirePeer('overload-protection')('express')),
  'overload-protection with byte limits': () =>
    express(requirePeer('overload-protection')('express', { maxRssBytes: 1e9, maxHeapUsedBytes: 1e9 })),
  'express-status-monitor': () => express(requirePeer('express-status-monitor')()),
  'express-prom-bundle': () =>
    express(requirePeer('express-prom-bundle')({ promClient: { collectDefaultMetrics: {} } })),
  'prometheus-api-metrics': () => express(requirePeer('prometheus-api-metrics')()),
  'swagger-stats': () => express(requireSwaggerStats('swagger-stats').getMiddleware({})),
}

module.exports.names = Object.keys(samplers)

if (require.main === module) {
  const server = http.createServer(samplers[process.argv[2]]())
  server.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('ready'))
}
