import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '@plimsoll/core'
import { insistOnClosing } from './closing-answer.js'
import { endEventStream, isEventStreamResponse } from './event-stream.js'
import { lingeringClose } from './lingering-close.js'
import { safePath } from './safe-path.js'
import type { RunningRequest } from './waiting.js'

interface Running {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly sinceMs: number
  /** We, and nobody else, asked for the connection to be closed after it. */
  closes: boolean
}

/** Whether nothing more goes out. A request whose body was not read to its end still arrives. */
const isOver = ({ req, res }: Running): boolean =>
  (res.writableFinished || res.destroyed) && (req.complete || req.destroyed)

/** One HTTP/1 connection: what runs on it, and whether anything is arriving. */
export class Http1Socket {
  readonly socket: Socket
  readonly #clock: Clock
  #last: Running | undefined
  /** Requests that came before the last one and are not answered yet: the client pipelines. */
  #earlier: Running[] = []
  #closing = false
  #lingers = false
  #bytesRead = 0
  #restSinceMs: number | undefined
  #arriving = false

  constructor(socket: Socket, clock: Clock) {
    this.socket = socket
    this.#clock = clock
  }

  /** A request has arrived. Costs a read of the clock and one object. */
  begin(req: IncomingMessage, res: ServerResponse): void {
    if (this.#last !== undefined && !isOver(this.#last)) this.#earlier.push(this.#last)
    this.#last = { req, res, sinceMs: this.#clock.now(), closes: false }
    if (this.#closing) this.#closeAfterLast()
  }

  /** From now on the last answer closes the connection. */
  closeAfterAnswer(): void {
    this.#closing = true
    this.#bytesRead = this.socket.bytesRead
    if (this.#last !== undefined && !isOver(this.#last)) this.#closeAfterLast()
  }

  get running(): readonly RunningRequest[] {
    return this.#running().map(({ req, res, sinceMs }) => ({
      method: req.method ?? '',
      path: safePath(req.url),
      sinceMs,
      // An answer without its socket waits for the one before it, and not for its client.
      unread: res.writableEnded && !res.writableFinished && res.socket !== null,
    }))
  }

  /** Whether the next request has begun to arrive and is not all there. */
  get arriving(): boolean {
    return this.#arriving
  }

  /** Notes what has happened since it was looked at last, and says whether nothing has for so long. */
  hasRestedFor(ms: number): boolean {
    const nowMs = this.#clock.now()
    const { bytesRead } = this.socket
    const isBusy = this.#running().length > 0
    const moved = isBusy || bytesRead !== this.#bytesRead
    this.#arriving = !isBusy && (moved || this.#arriving)
    this.#bytesRead = bytesRead
    if (moved) this.#restSinceMs = undefined
    if (isBusy) return false
    this.#restSinceMs ??= nowMs
    return !moved && nowMs - this.#restSinceMs >= ms
  }

  /** Ends responses that have no end of their own. */
  endEventStreams(): void {
    for (const { res } of this.#running()) if (isEventStreamResponse(res)) endEventStream(res)
  }

  #running(): readonly Running[] {
    if (this.#earlier.length > 0) this.#earlier = this.#earlier.filter((each) => !isOver(each))
    return this.#last === undefined || isOver(this.#last) ? this.#earlier : [...this.#earlier, this.#last]
  }

  /** Of requests that were pipelined only the last one may close the connection: the others have to go out. */
  #closeAfterLast(): void {
    for (const each of this.#earlier) {
      if (!each.closes || each.res.headersSent) continue
      each.res.shouldKeepAlive = true
      each.closes = false
    }
    const last = this.#last as Running
    if (last.res.headersSent || !last.res.shouldKeepAlive) return
    last.res.shouldKeepAlive = false
    last.closes = true
    insistOnClosing(last.res, () => last.closes)
    if (this.#lingers) return
    this.#lingers = true
    lingeringClose(this.socket, () => this.#last?.req, this.#clock)
  }
}
