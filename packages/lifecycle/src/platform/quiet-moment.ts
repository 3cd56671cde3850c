import type { Duplex } from 'node:stream'
import { HeldReads } from './held-reads.js'

/** With all reads held a turn of the event loop is far shorter, unless something else keeps the process busy. */
const SHORT_TURN_MS = 0.25
const QUIET_TURNS = 2
/** A process that is never quiet is not waited for, but so many turns are needed to accept so many connections. */
const PATIENCE_MS = 200
const FEWEST_TURNS = 10

/** What is to be done when nothing is left in the kernel that it would destroy. */
export interface Moment {
  /** What these send can wait. */
  readonly held: Iterable<Duplex>
  /** Whom the turn that has just ended has brought. They are held, too, and another turn is needed. */
  readonly came: () => readonly Duplex[]
  readonly act: () => void
}

/**
 * Acts right after turns of the event loop that brought nobody. Since libuv 1.45 (Node 20.3) a turn accepts one
 * connection, however many wait: on a busy server the queue is never empty, and who closes the listener resets all of
 * it, with the requests that were sent by then. So nothing is read meanwhile, turns last microseconds, and the queue
 * runs dry. Several moments at once are one.
 */
export class QuietMoments {
  readonly #reads = new HeldReads()
  #moments: Moment[] = []

  await(moment: Moment): void {
    this.#reads.hold(moment.held)
    this.#moments.push(moment)
    if (this.#moments.length === 1) this.#turn()
  }

  #turn(): void {
    const startMs = performance.now()
    let [turns, quiet, sinceMs] = [0, 0, startMs]
    // Immediates run right after the poll phase: from one to the next is one whole turn.
    const look = (): void => {
      const turnMs = performance.now() - sinceMs
      const came = this.#moments.flatMap((each) => each.came())
      this.#reads.hold(came)
      turns += 1
      quiet = came.length === 0 && turnMs < SHORT_TURN_MS ? quiet + 1 : 0
      sinceMs = performance.now()
      const isPatient = turns < FEWEST_TURNS || sinceMs - startMs < PATIENCE_MS
      if (quiet < QUIET_TURNS && isPatient) setImmediate(look)
      else this.#act()
    }
    setImmediate(look)
  }

  #act(): void {
    const moments = this.#moments
    this.#moments = []
    try {
      for (const { act } of moments) act()
    } finally {
      this.#reads.release()
    }
  }
}
