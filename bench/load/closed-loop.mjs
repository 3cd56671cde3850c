// A fixed number of requests over a fixed number of keep-alive connections, as fast as the server answers.
// For CPU per request only: such a client slows down with the server and must never judge latency or survival.
import { connect } from 'node:net'
import { ResponseParser } from './response-parser.mjs'

process.on('message', async ({ port, path = '/', requests, connections = 20 }) => {
  const statuses = {}
  const startedAt = performance.now()
  let left = requests
  await Promise.all(
    Array.from({ length: Math.min(connections, requests) }, () =>
      keepAlive(
        port,
        path,
        () => left-- > 0,
        (status) => {
          statuses[status] = (statuses[status] ?? 0) + 1
        },
      ),
    ),
  )
  process.send({ statuses, elapsedMs: performance.now() - startedAt })
})

/** Sends while `more()` says so; reconnects when the server closes, and counts what broke. */
function keepAlive(port, path, more, count) {
  const bytes = Buffer.from(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: application/json\r\n\r\n`,
  )
  return new Promise((resolve) => {
    let socket
    let waiting = false
    const next = () => {
      if (!more()) {
        socket?.destroy()
        return resolve()
      }
      waiting = true
      if (!socket || socket.destroyed) open()
      socket.write(bytes)
    }
    const broken = () => {
      if (!waiting) return
      waiting = false
      count('broken')
      socket.destroy()
      next()
    }
    const open = () => {
      const parser = new ResponseParser()
      const own = connect({ port, host: '127.0.0.1', noDelay: true })
      socket = own
      own.on('data', (chunk) => {
        for (const { status, close } of parser.push(chunk)) {
          waiting = false
          count(status)
          if (close) own.destroy()
          next()
        }
      })
      own.on('error', () => own === socket && broken())
      own.on('close', () => own === socket && broken())
    }
    next()
  })
}
