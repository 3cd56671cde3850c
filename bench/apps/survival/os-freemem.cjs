'use strict'
// The middleware that every blog post shows: compare the machine's free memory with its total.
const os = require('node:os')

require('./heavy-app.cjs').serve((app) =>
  app.use((_req, res, next) => {
    if (1 - os.freemem() / os.totalmem() < 0.85) return next()
    res.set('Retry-After', '1').status(503).send('Service Unavailable')
  }),
)
