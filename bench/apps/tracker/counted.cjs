'use strict'
// Server and a sequential keep-alive client in one process, under callgrind with --expose-gc:
// node counted.cjs express|koa NAME WARM_UP REQUESTS
// Natural major collections are minutes apart on Node 24, so the window opens right after one that was asked
// for, and closes right after a minor one: it holds all that its requests allocated.
const { execFileSync } = require('node:child_process')
const http = require('node:http')

const [framework, name, warmUp, requests] = process.argv.slice(2)
const server = require(`./${framework}.cjs`).create(name)(0)
// A dump takes seconds, and under callgrind everything does: no timeout may end the one connection.
Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 })

let answered = 0

function countAnswer() {
  answered++
  if (answered === Number(warmUp)) {
    gc()
    dump()
  } else if (answered === Number(warmUp) + Number(requests)) {
    gc({ type: 'minor' })
    dump()
    console.log(JSON.stringify({ requests: Number(requests) }))
    process.exit(0)
  }
}

function dump() {
  execFileSync('callgrind_control', ['--dump', String(process.pid)])
}

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
