'use strict'
// Server and a sequential keep-alive client in one process, under callgrind:
// node counted.cjs express|koa NAME WARM_UP REQUESTS
// Asks callgrind for a dump after the warm-up and another at the end; the second holds the steady state alone.
const { execFileSync } = require('node:child_process')
const http = require('node:http')

const [framework, name, warmUp, requests] = process.argv.slice(2)
const dumpAt = new Set([Number(warmUp), Number(warmUp) + Number(requests)])
const last = Math.max(...dumpAt)
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
const server = require(`./${framework}.cjs`).create(name)(0)

let answered = 0
server.on('listening', ask)

function ask() {
  if (dumpAt.has(answered)) execFileSync('callgrind_control', ['--dump', String(process.pid)])
  if (answered === last) process.exit(0)
  http.get({ port: server.address().port, host: '127.0.0.1', path: '/', agent }, (res) => {
    if (res.statusCode !== 200) throw new Error(`status ${res.statusCode}`)
    res.resume()
    res.on('end', () => {
      answered++
      setImmediate(ask)
    })
  })
}
