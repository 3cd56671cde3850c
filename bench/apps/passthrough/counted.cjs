'use strict'
// Server and a sequential keep-alive client in one process, under callgrind:
// node counted.cjs express|koa NAME http|raw WARM_UP REQUESTS
// Two dumps are asked for, both right after a major collection, so that the window between them holds whole
// collection cycles: otherwise one collection more or less is a percent. Prints the requests in the window.
const { execFileSync } = require('node:child_process')
const http = require('node:http')
const net = require('node:net')

const [framework, name, client, warmUp, requests] = process.argv.slice(2)
const server = require(`./${framework}.cjs`).create(name)(0)
// A dump takes seconds, and under callgrind everything does: no timeout may end the one connection.
Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 })

let answered = 0
let windowStart
let collected = false

// Scavenges keep the witness; the next major collection does not.
const witnesses = new FinalizationRegistry(() => {
  collected = true
  witnesses.register({})
})
witnesses.register({})

function countAnswer() {
  answered++
  if (!collected) return
  collected = false
  if (windowStart === undefined && answered >= Number(warmUp)) {
    dump()
    windowStart = answered
  } else if (answered - windowStart >= Number(requests)) {
    dump()
    console.log(JSON.stringify({ requests: answered - windowStart }))
    process.exit(0)
  }
}

function dump() {
  execFileSync('callgrind_control', ['--dump', String(process.pid)])
}

const clients = {
  http(port) {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
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
  },
  raw(port) {
    const request = Buffer.from('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
    socket.write(request)
    socket.on('data', (chunk) => {
      if (chunk.latin1Slice(9, 12) !== '200') throw new Error(chunk.toString())
      countAnswer()
      socket.write(request)
    })
  },
}

server.on('listening', () => clients[client](server.address().port))
