import type { Duplex } from 'node:stream'
import type { MomentQueue } from '../platform/quiet-moment.js'
import type { Http1Socket } from './http1-socket.js'

/** Closing one takes tens of microseconds, and the last one of a batch is that much older when its turn comes. */
const BATCH = 200
/** Of very many so many batches: each waits for the next sweep. */
const MOST_BATCHES = 20

/**
 * Closes connections that have rested for so long, not all of very many. What the others send is held back meanwhile,
 * so that the last look at those that rest is a moment ago when they are closed, and not as long as answering takes.
 */
export function closeRested(
  rested: readonly Http1Socket[],
  talking: readonly Duplex[],
  graceMs: number,
  quietMoments: MomentQueue,
): void {
  let idle = rested.slice(0, Math.max(BATCH, Math.ceil(rested.length / MOST_BATCHES)))
  const sockets = new Set<Duplex>(idle.map(({ socket }) => socket))
  quietMoments.await({
    held: talking.filter((socket) => !sockets.has(socket)),
    came: () => {
      const moved = idle.filter((each) => !each.hasRestedFor(graceMs))
      if (moved.length > 0) idle = idle.filter((each) => !moved.includes(each))
      return moved.map(({ socket }) => socket)
    },
    act: () => {
      for (const { socket } of idle) socket.destroySoon()
    },
  })
}
