import type { Duplex } from 'node:stream'
import type { MomentQueue } from '../platform/quiet-moment.js'
import type { Http2SessionRecord } from './http2-session.js'

/**
 * Says GOAWAY to sessions that have been served, or have asked for nothing for so long. What arrived before it is read
 * first: a GOAWAY of Node's counts at once, and refuses whatever comes after it. (`session.goaway(0, 2 ** 31 - 1)`
 * would announce one, but then Node answers no new stream at all, nor refuses it.)
 */
export function letGoSessions(
  sessions: readonly Http2SessionRecord[],
  talking: readonly Duplex[],
  graceMs: number,
  quietMoments: MomentQueue,
): void {
  const leaving = sessions.filter((each) => each.mayGo(graceMs))
  if (leaving.length === 0) return
  const sockets = new Set<Duplex | undefined>(sessions.map(({ socket }) => socket))
  quietMoments.await({
    held: talking.filter((socket) => !sockets.has(socket)),
    came: () => [],
    act: () => {
      for (const each of leaving) each.goAway()
    },
  })
}
