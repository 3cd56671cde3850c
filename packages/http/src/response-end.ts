import { EventEmitter } from 'node:events'
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { hasField } from './field-of.js'
import { hasGoneOut, isDestroyed, majorVersionOf, socketOf } from './request-fields.js'

interface Stream {
  readonly destroyed: boolean
  readonly rstCode?: number
}

/** Whether nothing more will be told of this response: what comes before us may have waited for too long. */
export function hasEnded(req: IncomingMessage, res: ServerResponse | Duplex): boolean {
  // HTTP/2: the socket belongs to all streams, and throws once the session is gone.
  const stream = streamOf(req, res)
  if (stream !== undefined) return stream.destroyed
  // Requests that never were on a wire (serverless, injected by tests) have no socket.
  return isDestroyed(res) || (socketOf(res) ?? req.socket)?.destroyed === true
}

/** The stream of HTTP/2. Over HTTP/1 clients may say that this is 2.0; to find out that a field is missing is dear. */
function streamOf(req: IncomingMessage, res: ServerResponse | Duplex): Stream | undefined {
  return majorVersionOf(req) >= 2 ? (res as { stream?: Stream }).stream : undefined
}

/** Whether all of a response has gone out. An upgraded socket has none: it ends when somebody leaves. */
export function wasFinished(req: IncomingMessage, res: ServerResponse | Duplex): boolean {
  if (!isResponse(res)) return false
  const stream = streamOf(req, res)
  // A stream that was reset has finished writing as well.
  return stream === undefined ? hasGoneOut(res) : res.writableEnded && stream.rstCode === 0
}

export function isResponse(res: ServerResponse | Duplex): res is ServerResponse {
  return hasField(res, 'headersSent')
}

const { on } = EventEmitter.prototype

/**
 * Listens to an event of a response. To one of Node's by Node's own function: that spares it the search for a method
 * seven prototypes away, and what watches listeners one that is ours. Whatever else is a response has its own way.
 */
export function listen(res: ServerResponse | Duplex, event: string, listener: () => void): void {
  if (res instanceof ServerResponse) on.call(res, event, listener)
  else res.on(event, listener)
}
