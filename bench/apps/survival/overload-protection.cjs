'use strict'
// Its README names the byte limits and gives no figure; 80 % of the container is a careful operator's choice.
const { requirePeer } = require('../peers.cjs')
const limit = Math.floor(0.8 * Number(process.env.CONTAINER_BYTES))
const protect = requirePeer('overload-protection')('express', {
  production: true,
  clientRetrySecs: 1,
  sampleInterval: 5,
  maxEventLoopDelay: 42,
  maxHeapUsedBytes: limit,
  maxRssBytes: limit,
})

require('./heavy-app.cjs').serve((app) => app.use(protect))
