import type { ServerResponse } from 'node:http'
import type { ServerHttp2Stream } from 'node:http2'

const EVENT_STREAM = 'text/event-stream'

const isEventStream = (type: unknown): boolean => String(type).toLowerCase().startsWith(EVENT_STREAM)

/** A head that `writeHead` was given whole is kept only as it was sent. */
const sentHead = (res: ServerResponse): string => String((res as { _header?: unknown })._header ?? '')

/** Whether a response is one of server-sent events: it has no end of its own. */
export function isEventStreamResponse(res: ServerResponse): boolean {
  if (!res.headersSent || res.writableEnded) return false
  return (
    isEventStream(res.getHeader('content-type')) ||
    /^content-type:[ \t]*text\/event-stream/im.test(sentHead(res))
  )
}

/** The same for a stream of HTTP/2. */
export function isEventStreamStream(stream: ServerHttp2Stream): boolean {
  return stream.headersSent && !stream.writableEnded && isEventStream(stream.sentHeaders?.['content-type'])
}

/**
 * Ends a stream of events. Its client connects again by itself, to whoever serves then.
 *
 * The handler may write once more before it hears of the end; that is no reason to end the process.
 */
export function endEventStream(stream: ServerResponse | ServerHttp2Stream): void {
  stream.on('error', () => {})
  stream.end()
}
