import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { type Closeable, closeable } from '@plimsoll/core'

const CHANNEL = 'http.server.request.start'

/** How many requests this process's HTTP/1 servers were sent since somebody began to count. */
export interface RequestCount extends Closeable {
  readonly total: number
}

/** Counts through Node's own channel, so that nothing has to be mounted; 0.1 µs a request. */
export function requestCount(): RequestCount {
  let total = 0
  const count = (): void => {
    total += 1
  }
  subscribe(CHANNEL, count)
  const close = closeable(() => {
    unsubscribe(CHANNEL, count)
  })
  return Object.defineProperty(close as RequestCount, 'total', { get: () => total, enumerable: true })
}
