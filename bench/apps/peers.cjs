'use strict'
// The peers' own folder, so that no application depends on what the workspaces happen to hoist.
const { createRequire } = require('node:module')
const { join } = require('node:path')

module.exports.requirePeer = createRequire(join(__dirname, '../peers/package.json'))
module.exports.requireSwaggerStats = createRequire(join(__dirname, '../peers/swagger-stats/package.json'))
