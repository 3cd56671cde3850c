'use strict'
const { createTerminus } = require('@godaddy/terminus')

exports.install = (server, { timeoutMs, hook }) => {
  createTerminus(server, { signals: ['SIGTERM'], timeout: timeoutMs, ...(hook && { onSignal: hook }) })
}
