import { Server } from 'node:net'

/**
 * Stops a server from accepting, and leaves every open connection alone; calls back when the last one is gone.
 *
 * The `close()` of Node's HTTP servers also destroys what is idle at that moment, with the request that is
 * on its way to it (nodejs/node#60617); the one of `node:net`, which they extend, does not.
 */
export function closeListener(server: Server, onEnd: () => void): void {
  const ended = (): void => onEnd()
  if (server instanceof Server) Server.prototype.close.call(server, ended)
  else (server as { close(callback: () => void): void }).close(ended)
}
