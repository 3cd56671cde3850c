import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import type { Clock } from '@plimsoll/core'
import { endEventStream, isEventStreamStream } from './event-stream.js'
import { safePath } from './safe-path.js'
import type { RunningRequest } from './waiting.js'

interface Running {
  readonly headers: IncomingHttpHeaders
  readonly sinceMs: number
}

/** One HTTP/2 connection and the streams that are open on it. */
export class Http2SessionRecord {
  readonly session: ServerHttp2Session
  readonly socket: Socket | undefined
  readonly #clock: Clock
  readonly #streams = new Map<ServerHttp2Stream, Running>()
  readonly #sinceMs: number
  #used = false

  constructor(session: ServerHttp2Session, socket: Socket | undefined, clock: Clock) {
    this.session = session
    this.socket = socket
    this.#clock = clock
    this.#sinceMs = clock.now()
  }

  begin(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    this.#used = true
    this.#streams.set(stream, { headers, sinceMs: this.#clock.now() })
    stream.once('close', () => this.#streams.delete(stream))
  }

  get running(): readonly RunningRequest[] {
    return [...this.#streams].map(([stream, { headers, sinceMs }]) => ({
      method: String(headers[':method'] ?? ''),
      path: safePath(headers[':path'] as string | undefined),
      sinceMs,
      unread: stream.writableEnded && !stream.writableFinished,
    }))
  }

  /** Whether it may be told to go: its first request is on its way otherwise, unless it has none. */
  mayGo(graceMs: number): boolean {
    const goes = this.session.closed || this.session.destroyed
    return !goes && (this.#used || this.#clock.now() - this.#sinceMs >= graceMs)
  }

  /**
   * Says GOAWAY: the client begins nothing new here, what runs is finished, then the connection closes.
   *
   * On Node 20 and 22 closing the server does not do that, and an idle session keeps it open for ever.
   */
  goAway(): void {
    if (!this.session.closed && !this.session.destroyed) this.session.close()
  }

  endEventStreams(): void {
    for (const stream of this.#streams.keys()) if (isEventStreamStream(stream)) endEventStream(stream)
  }
}
