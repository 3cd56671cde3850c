'use strict'
const { plimsoll } = require('@plimsoll/express')

require('./heavy-app.cjs').serve((app) => app.use(plimsoll({ guard: { criticalRoutes: ['/critical'] } })))
