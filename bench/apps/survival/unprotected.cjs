'use strict'
require('./heavy-app.cjs').serve()
