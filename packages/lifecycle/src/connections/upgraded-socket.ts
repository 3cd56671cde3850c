import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { safePath } from './safe-path.js'
import type { UpgradedConnection } from './waiting.js'

/** Close, one frame, unmasked: the server is going away (RFC 6455, 7.4.1). */
const GOING_AWAY = Buffer.from([0x88, 0x02, 0x03, 0xe9])

/** A connection that was upgraded or tunnelled: its bytes are somebody else's. */
export class UpgradedSocket implements UpgradedConnection {
  readonly socket: Duplex
  readonly request: IncomingMessage
  readonly protocol: string
  readonly path: string
  readonly sinceMs: number

  constructor(socket: Duplex, request: IncomingMessage, sinceMs: number) {
    this.socket = socket
    this.request = request
    this.sinceMs = sinceMs
    this.path = safePath(request.url)
    this.protocol =
      request.method === 'CONNECT'
        ? 'tunnel'
        : (request.headers.upgrade ?? 'unknown').toLowerCase().slice(0, 20)
  }

  /**
   * Says goodbye where the protocol has a word for it. A WebSocket client answers with the same, which the library
   * that serves it takes for the client's own wish: it ends the connection.
   *
   * Libraries write a frame in one turn of the event loop, so between two turns is between two frames.
   */
  goAway(): void {
    if (this.protocol === 'websocket' && this.socket.writable) this.socket.write(GOING_AWAY)
  }
}
