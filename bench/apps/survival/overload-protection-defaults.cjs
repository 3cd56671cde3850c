'use strict'
const { requirePeer } = require('../peers.cjs')
const protect = requirePeer('overload-protection')('express', { production: true })

require('./heavy-app.cjs').serve((app) => app.use(protect))
