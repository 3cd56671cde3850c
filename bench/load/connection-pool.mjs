// Keep-alive connections without pipelining: one request at a time on each, as browsers and proxies do.
import { connect } from 'node:net'
import { ResponseParser } from './response-parser.mjs'

const IDLE_LIMIT_MS = 3000 // below Node's own keep-alive timeout, so that no reset is the generator's fault

export class ConnectionPool {
  #port
  #maxSockets
  #idle = []
  #open = 0

  constructor(port, maxSockets) {
    this.#port = port
    this.#maxSockets = maxSockets
  }

  get open() {
    return this.#open
  }

  /** Calls `done(outcome)` once: an HTTP status, or an error word. Returns a function that gives up. */
  send(bytes, done) {
    const connection = this.#takeIdle() ?? this.#connect()
    if (!connection) {
      done('no-socket')
      return () => {}
    }
    connection.done = done
    connection.socket.write(bytes)
    return () => this.#fail(connection, 'timeout')
  }

  close() {
    for (const { socket } of this.#idle) socket.destroy()
  }

  #takeIdle() {
    while (this.#idle.length > 0) {
      const connection = this.#idle.pop()
      if (connection.socket.destroyed) continue
      if (performance.now() - connection.idleSince < IDLE_LIMIT_MS) return connection
      connection.socket.destroy()
    }
    return undefined
  }

  #connect() {
    if (this.#open >= this.#maxSockets) return undefined
    this.#open++
    const socket = connect({ port: this.#port, host: '127.0.0.1', noDelay: true })
    const connection = { socket, done: undefined, idleSince: 0 }
    const parser = new ResponseParser()
    socket.on('data', (chunk) => {
      for (const { status, close } of parser.push(chunk)) this.#finish(connection, status, close)
    })
    socket.on('error', (error) => this.#fail(connection, error.code ?? 'error'))
    socket.on('end', () => this.#fail(connection, 'closed'))
    socket.on('close', () => {
      this.#open--
      this.#fail(connection, 'closed')
    })
    return connection
  }

  #finish(connection, status, close) {
    const { done } = connection
    connection.done = undefined
    connection.idleSince = performance.now()
    if (close) connection.socket.end()
    else this.#idle.push(connection)
    done?.(status)
  }

  #fail(connection, word) {
    const { done } = connection
    connection.done = undefined
    connection.socket.destroy()
    done?.(word)
  }
}
