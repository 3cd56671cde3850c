import { type Acquisition, Look } from './acquisition.js'
import type { OutstandingKind, RequestTrace } from './observer.js'
import type { EndedRequest } from './route-clock.js'

/** What a trace belongs to. */
export interface TraceKeeper {
  readonly graceMs: number
  nowMs(): number
  wantsStack(kind: OutstandingKind, eager: boolean): boolean
  /** Something was opened in the name of a request that has ended. */
  openedLate(trace: Trace, acquisition: Acquisition): void
}

const FIRST_PRUNE = 32
/** A crowd of listeners is read through when as many have been opened as make up for it. */
const LISTENERS_EACH = 8
/** No request waits so long for anything: a timeout of that length and more is as good as never. */
const NEVER_MS = 20 * 60_000

/**
 * What one request has opened. One is made per request that is watched, so it is small, and what costs more
 * is done only when something was opened.
 */
export class Trace implements RequestTrace {
  /** Keeps the hidden class, and what is compiled for it, through a major collection that finds no request. */
  static readonly example = new Trace({} as TraceKeeper)
  readonly keeper: TraceKeeper
  route: string | undefined
  hasEnded = false
  request: EndedRequest | undefined
  opened: Acquisition[] | undefined
  #pruneAt = FIRST_PRUNE

  constructor(keeper: TraceKeeper) {
    this.keeper = keeper
  }

  /** Whether a timeout has to be remembered: it outlives the grace time, or is armed by what has outlived the request. */
  waitsLong(delayMs: number): boolean {
    return this.hasEnded || delayMs > this.keeper.graceMs
  }

  /** When a timeout is late enough to be noticed: never for one that is merely pending. */
  ripeAtMs(delayMs: number): number {
    const { keeper, request } = this
    // Work that goes on after the response arms one timeout after the other, and each is merely pending.
    const goesOn = request !== undefined && keeper.nowMs() - request.endedMs >= keeper.graceMs
    return goesOn ? 0 : this.dueAtMs(delayMs)
  }

  /** When a timeout will have fired; 0 for one that is as good as never. */
  dueAtMs(delayMs: number): number {
    return delayMs >= NEVER_MS ? 0 : this.keeper.nowMs() + delayMs
  }

  /** Whether a stack is worth its price now. `eager` for what is rare, and cheap beside what was opened. */
  wantsStack(kind: OutstandingKind, eager: boolean): boolean {
    return this.keeper.wantsStack(kind, eager)
  }

  add(acquisition: Acquisition): void {
    if (this.hasEnded) {
      this.keeper.openedLate(this, acquisition)
      return
    }
    this.opened ??= []
    this.opened.push(acquisition)
    // A response that streams for hours may open and close things all the while.
    if (this.opened.length >= this.#pruneAt) this.#prune()
  }

  #prune(): void {
    const opened = this.opened ?? []
    const look = new Look(LISTENERS_EACH * opened.length)
    this.opened = opened.filter((acquisition) => acquisition.isOpen(look))
    this.#pruneAt = Math.max(FIRST_PRUNE, 2 * this.opened.length)
  }
}
