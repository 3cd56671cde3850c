'use strict'
// Server and a sequential keep-alive client in one process, under callgrind with --expose-gc:
// node counted.cjs express|koa NAME WARM_UP REQUESTS
const http = require('node:http')
const countedWindow = require('../counted-window.cjs')

const [framework, name, warmUp, requests] = process.argv.slice(2)
const server = require(`./${framework}.cjs`).create(name)(0)
// A dump takes seconds, and under callgrind everything does: no timeout may end the one connection.
Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 })

const countAnswer = countedWindow(Number(warmUp), Number(requests))

server.on('listening', () => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  const { port } = server.address()
  const ask = () =>
    http.get({ port, host: '127.0.0.1', path: '/', agent }, (res) => {
      if (res.statusCode !== 200) throw new Error(`status ${res.statusCode}`)
      res.resume()
      res.on('end', () => {
        countAnswer()
        setImmediate(ask)
      })
    })
  ask()
})
