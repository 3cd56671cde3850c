// Serves one request, closes its server and forgets its suite: nothing is left to wait for.
const { createServer, get } = require('node:http')
const { plimsoll } = require('@plimsoll/http')

const suite = plimsoll()
const server = createServer((req, res) => suite(req, res, () => res.end('served')))
server.listen(0, '127.0.0.1', () => {
  get({ port: server.address().port, host: '127.0.0.1', path: '/health', agent: false }, (res) => {
    console.log(`${res.statusCode} served`)
    res.resume().once('end', () => server.close())
  })
})
