'use strict'
// Server and a sequential keep-alive client in one process, under callgrind with --expose-gc:
// node counted.cjs express|koa NAME http|raw WARM_UP REQUESTS
const http = require('node:http')
const net = require('node:net')
const countedWindow = require('../counted-window.cjs')

const [framework, name, client, warmUp, requests] = process.argv.slice(2)
const server = require(`./${framework}.cjs`).create(name)(0)
// A dump takes seconds, and under callgrind everything does: no timeout may end the one connection.
Object.assign(server, { keepAliveTimeout: 0, requestTimeout: 0, headersTimeout: 0 })

const countAnswer = countedWindow(Number(warmUp), Number(requests))

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
