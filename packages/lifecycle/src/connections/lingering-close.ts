import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '@plimsoll/core'

/** So long may a client that is still sending take to read an answer that it did not expect yet. */
const LINGER_MS = 1000

/**
 * Has a connection wait for the rest of a request that was answered before it was all there.
 *
 * Node closes after such an answer at once, and a close with unread bytes is a reset: the client loses the answer
 * that is on its way (RFC 9112, 9.6). With keep-alive Node would have read the rest; it is the drain's
 * `Connection: close` that takes this away, so the drain gives it back. `destroySoon` is what Node calls.
 */
export function lingeringClose(
  socket: Socket,
  lastRequest: () => IncomingMessage | undefined,
  clock: Clock,
): void {
  const destroySoon = socket.destroySoon
  socket.destroySoon = () => {
    const request = lastRequest()
    const close = (): void => {
      timer.close()
      destroySoon.call(socket)
    }
    const timer = clock.schedule(close, LINGER_MS)
    if (request === undefined || request.complete || request.destroyed) {
      close()
      return
    }
    // The answer goes out with the end behind it, while the rest of the request is read.
    socket.end()
    request.resume()
    request.once('end', close)
    socket.once('close', () => timer.close())
  }
}
