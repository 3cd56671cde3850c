'use strict'
const { createHttpTerminator } = require('http-terminator')

exports.install = (server, { timeoutMs, hook = () => {} }) => {
  const terminator = createHttpTerminator({ server, gracefulTerminationTimeout: timeoutMs })
  process.once('SIGTERM', async () => {
    await terminator.terminate()
    await hook()
    process.exit(0)
  })
}
