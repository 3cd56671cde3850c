import { Server } from 'node:net'
import { Server as TlsServer } from 'node:tls'

/** What a socket that a server has accepted looks like. */
interface Accepted {
  readonly server?: unknown
  readonly destroyed?: boolean
  readonly readableEnded?: boolean
  readonly _handle?: { readonly reading?: boolean } | null
}

/**
 * How many connections are open because the client wants them so: a server has accepted them and reads them, so that
 * it would see their end, and has not seen it. One whose client has ended is the application's to close, and so is
 * one that it does not read. Below TLS neither can be seen, and all count. 0 where the runtime does not list its
 * handles.
 */
export function clientConnections(): number {
  const { _getActiveHandles: list } = process as { readonly _getActiveHandles?: () => readonly unknown[] }
  return list?.call(process).filter((each) => isKeptByClient(each as Accepted)).length ?? 0
}

function isKeptByClient({ server, destroyed, readableEnded, _handle }: Accepted): boolean {
  if (!(server instanceof Server) || destroyed !== false || readableEnded !== false) return false
  return _handle?.reading === true || server instanceof TlsServer
}
