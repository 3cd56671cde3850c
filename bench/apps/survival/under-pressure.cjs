'use strict'
// @fastify/under-pressure is for Fastify only: this is its logic, written anew for Express.
// Byte limits at 80 % of the container as for overload-protection, the other thresholds from its README.
const { monitorEventLoopDelay, performance } = require('node:perf_hooks')

const RESOLUTION_MS = 10
const SAMPLE_MS = 1000
const MAX_DELAY_MS = 1000
const MAX_UTILIZATION = 0.98
const MAX_BYTES = Math.floor(0.8 * Number(process.env.CONTAINER_BYTES))

const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
histogram.enable()
const sinceStart = performance.eventLoopUtilization()
let overloaded = false

setInterval(() => {
  const { heapUsed, rss } = process.memoryUsage()
  const delayMs = Math.max(0, histogram.mean / 1e6 - RESOLUTION_MS)
  histogram.reset()
  const { utilization } = performance.eventLoopUtilization(sinceStart)
  overloaded =
    delayMs > MAX_DELAY_MS || heapUsed > MAX_BYTES || rss > MAX_BYTES || utilization > MAX_UTILIZATION
}, SAMPLE_MS).unref()

require('./heavy-app.cjs').serve((app) =>
  app.use((_req, res, next) => {
    if (!overloaded) return next()
    res.set('Retry-After', '10').status(503).json({ statusCode: 503, error: 'Service Unavailable' })
  }),
)
