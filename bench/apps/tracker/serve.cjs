'use strict'
// node serve.cjs express|koa NAME
const [framework, name] = process.argv.slice(2)
const server = require(`./${framework}.cjs`).create(name)(Number(process.env.PORT))
server.on('listening', () => console.log('ready'))
