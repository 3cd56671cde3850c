import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'

/** A connection over TLS, with the key that the server knows. */
export function overTls(port: number, protocols: string[]): TLSSocket {
  return connectTls({
    port,
    host: '127.0.0.1',
    ALPNProtocols: protocols,
    ciphers: 'PSK',
    maxVersion: 'TLSv1.2',
    pskCallback: () => ({ psk: Buffer.from('draining'), identity: 'client' }),
    checkServerIdentity: () => undefined,
  })
}

/** A client that writes bytes as they are, and keeps what comes back. */
export class RawClient {
  readonly socket: Socket
  received = ''
  error: Error | undefined
  readonly closed: Promise<void>

  constructor(port: number, socket: Socket = connect(port, '127.0.0.1')) {
    this.socket = socket
    this.socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1')
    })
    this.socket.on('error', (error) => {
      this.error = error
    })
    this.closed = new Promise((resolve) => this.socket.once('close', () => resolve()))
  }

  /** Sends a request, of whose head only what differs is given. */
  ask(request: string, headers: readonly string[] = [], body = ''): void {
    const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
    const lines = [`${request} HTTP/1.1`, 'Host: localhost', ...headers, ...length, '', body]
    this.socket.write(lines.join('\r\n'))
  }

  /** Resolves once the pattern has come; rejects when the connection closes before. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received)) {
      if (this.socket.destroyed) throw new Error(`Closed (${this.error?.message}) after: ${this.received}`)
      await new Promise<void>((resolve) => {
        this.socket.once('data', () => resolve())
        this.socket.once('close', () => resolve())
      })
    }
    return this.received
  }
}
