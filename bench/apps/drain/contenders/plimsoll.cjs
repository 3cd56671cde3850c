'use strict'
const { gracefulShutdown } = require('@plimsoll/lifecycle')

exports.install = (server, { timeoutMs, hook }) => {
  const shutdown = gracefulShutdown(server, { drainTimeoutMs: timeoutMs })
  if (hook) shutdown.onShutdown(hook, { name: 'database' })
}
