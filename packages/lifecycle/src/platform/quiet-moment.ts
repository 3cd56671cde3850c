import type { Duplex } from 'node:stream'
import { HeldReads } from './held-reads.js'

/** With all reads held a turn of the event loop is far shorter, unless something else keeps the process busy. */
const SHORT_TURN_MS = 0.25
const QUIET_TURNS = 2
const QUIET_ANSWERS = 2
/**
 * A process that is never quiet is not waited for, but so many turns are needed to accept so many connections; and
 * nobody goes unread for longer than the last, or a turn that takes longer.
 */
const PATIENCE_MS = 200
const FEWEST_TURNS = 10
const LONGEST_MS = 1000
/** What has been waited for in vain is not waited for again so soon: idle connections are closed in many batches. */
const RETRY_MS = 5000

/** What is to be done when nothing is left in the kernel that it would destroy. */
export interface Moment {
  /** What these send can wait. */
  readonly held: Iterable<Duplex>
  /** Whom the turn that has just ended has brought. They are held, too, and another turn is needed. */
  readonly came: () => readonly Duplex[]
  /** Resolves when whatever somebody else had accepted for this process by now has come. */
  readonly handedOver?: (() => Promise<void>) | undefined
  readonly act: () => void
}

/** Acts when such a moment has come. */
export interface MomentQueue {
  await(moment: Moment): void
}

/**
 * Acts right after turns of the event loop that brought nobody. Since libuv 1.45 (Node 20.3) a turn accepts one
 * connection, however many wait: on a busy server the queue is never empty, and who closes the listener resets all of
 * it, with the requests that were sent by then. So nothing is read meanwhile, turns last microseconds, and the queue
 * runs dry. Several moments at once are one.
 */
export class QuietMoments implements MomentQueue {
  readonly #reads = new HeldReads()
  #moments: Moment[] = []
  #arrivals = 0
  /** Answers to `handedOver` since somebody came last. */
  #answers = 0
  #asking = false
  #gaveUpMs = Number.NEGATIVE_INFINITY

  await(moment: Moment): void {
    this.#reads.hold(moment.held)
    this.#moments.push(moment)
    this.#answers = 0
    if (this.#moments.length === 1) this.#turn()
  }

  #turn(): void {
    const startMs = performance.now()
    const isHopeless = startMs - this.#gaveUpMs < RETRY_MS
    let [turns, quiet, endMs, cameMs] = [0, 0, startMs, startMs]
    // Immediates run right after the poll phase: from one to the next is one whole turn.
    const look = (): void => {
      const nowMs = performance.now()
      const turnMs = nowMs - endMs
      const came = this.#moments.flatMap((each) => each.came())
      this.#reads.hold(came)
      turns += 1
      quiet = came.length === 0 && turnMs < SHORT_TURN_MS ? quiet + 1 : 0
      if (came.length > 0) {
        this.#arrivals += 1
        this.#answers = 0
        cameMs = nowMs
      }
      const isOver = nowMs - startMs >= LONGEST_MS
      const isInVain = nowMs - cameMs >= PATIENCE_MS && turns >= FEWEST_TURNS
      endMs = performance.now()
      if (!isHopeless && (isOver || isInVain)) this.#gaveUpMs = nowMs
      if (isHopeless || isOver || isInVain) this.#act()
      else if (quiet >= QUIET_TURNS && this.#isHandedOver()) this.#act()
      else setImmediate(look)
    }
    setImmediate(look)
  }

  /** Asks as often as it takes. */
  #isHandedOver(): boolean {
    const asks = this.#moments.flatMap(({ handedOver }) => handedOver ?? [])
    if (asks.length === 0 || this.#answers >= QUIET_ANSWERS) return true
    if (this.#asking) return false
    this.#asking = true
    const before = this.#arrivals
    const answered = (): void => {
      this.#asking = false
      // Unless somebody came meanwhile.
      if (this.#arrivals === before) this.#answers += 1
    }
    // Who cannot answer has nothing to hand over.
    void Promise.all(asks.map((ask) => ask())).then(answered, answered)
    return false
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
