import type { Server } from 'node:net'
import { PlimsollError, shown } from '@plimsoll/core'

/** A server that can be drained: of `node:http`, `node:https` or `node:http2`. */
export type DrainableServer = Server

/** What HTTP/1 servers have beside. */
export interface Http1Extras {
  closeAllConnections?(): void
}

/** Both frameworks have `use()`, and no server has. */
const named = (value: unknown): string =>
  typeof (value as { use?: unknown } | null | undefined)?.use === 'function'
    ? 'an application of Express or Koa'
    : shown(value)

/** Throws unless something is a server of Node's. */
export function assertServer(value: unknown): asserts value is DrainableServer {
  const server = value as Partial<Record<'emit' | 'on' | 'close' | 'address', unknown>> | null | undefined
  // An Express or Koa application is an event emitter as well, and closes nothing.
  const isServer = [server?.emit, server?.on, server?.close, server?.address].every(
    (each) => typeof each === 'function',
  )
  if (isServer) return
  throw new PlimsollError(
    'ERR_PLIMSOLL_SERVER',
    'Expected `gracefulShutdown` to be given an HTTP server, or a list of them: what `app.listen()` or ' +
      `\`createServer()\` returns, got ${named(value)}`,
  )
}
