'use strict'
// What the manuals say: stop listening, wait for the rest, exit.
exports.install = (server) => {
  process.once('SIGTERM', () => server.close(() => process.exit(0)))
}
