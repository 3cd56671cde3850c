import { createServer, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { createRecordingLogger } from '@plimsoll/core/testing'
import type { MemoryGuardOptions } from '@plimsoll/memory-guard'
import { scriptedProcess } from '../contract/scripted-process.js'

/** Servers and suites of one test file, closed after each test. */
export function serving() {
  // Everything here waits for events; on a busy machine they come late.
  jest.setTimeout(30_000)
  const closers: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close()
  })
  return {
    /** Options over a scripted process. */
    scripted(guard: MemoryGuardOptions = {}) {
      const process = scriptedProcess()
      const logger = createRecordingLogger()
      const errors: unknown[] = []
      const onError = (error: unknown): void => void errors.push(error)
      const options = {
        sampler: process.sampler,
        logger,
        onError,
        guard: { reclaim: false as const, ...guard },
      }
      return { ...process, logger, errors, options }
    },
    keep<M extends { close(): void }>(closeable: M): M {
      closers.push(() => closeable.close())
      return closeable
    },
    async listen(listener: RequestListener | Server): Promise<{ server: Server; port: number }> {
      const server = typeof listener === 'function' ? createServer(listener) : listener
      closers.push(() => {
        server.closeAllConnections()
        return new Promise((resolve) => server.close(resolve))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return { server, port: (server.address() as AddressInfo).port }
    },
    /** A connection on which bytes are written and read as they are. */
    raw(port: number): RawConnection {
      const connection = new RawConnection(connect(port, '127.0.0.1'))
      closers.push(() => connection.socket.destroy())
      return connection
    },
  }
}

export class RawConnection {
  readonly socket: Socket
  received = ''
  readonly #closed: Promise<void>

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1')
    })
    // A reset is an end like another here: what counts is what was read before.
    socket.on('error', () => {})
    this.#closed = new Promise((resolve) => socket.once('close', () => resolve()))
  }

  send(...lines: readonly string[]): void {
    this.socket.write(lines.join('\r\n'))
  }

  /** All that came until the server closed the connection. */
  async untilClosed(): Promise<string> {
    await this.#closed
    return this.received
  }

  /** What came until it holds the pattern. */
  async until(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.received)) {
      if (this.socket.destroyed) throw new Error(`Closed after: ${this.received}`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    return this.received
  }
}
