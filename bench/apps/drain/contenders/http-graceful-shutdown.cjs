'use strict'
const gracefulShutdown = require('http-graceful-shutdown')

exports.install = (server, { timeoutMs, hook }) => {
  gracefulShutdown(server, { timeout: timeoutMs, ...(hook && { onShutdown: hook }) })
}
