import type { HeapProbe, Sample, Sampler } from '@plimsoll/core'
import type { Priority, ShedReason } from '../admission.js'
import { GrowthWatch } from '../costs/growth-watch.js'
import type { RouteCost } from '../costs/route-cost.js'
import type { Accounts } from './accounts.js'
import type { Budget } from './budgets.js'
import { type Line, type Lines, roomFor } from './lines.js'
import { type BudgetSignal, Occupancy } from './occupancy.js'
import type { Reclaimer } from './reclaimer.js'
import { LEAST_ROOM, Saturation } from './saturation.js'
import type { Ticket } from './ticket.js'

/** A request that does not fit, and the limit it does not fit under. */
export interface Misfit {
  readonly reason: ShedReason
  /** Whether it could never fit, with nothing else in flight. */
  readonly forever: boolean
  /** Whether it is memory in use, which may be garbage, rather than what is promised to others. */
  readonly full: boolean
  readonly ratio: number
  readonly usedBytes: number
  readonly limitBytes: number
}

/** With less than this in flight the next request is let in, whatever the model says: nothing latches. */
const PROGRESS_RATIO = 0.02
/** Garbage below this share of the limit is not worth a collection. */
const WORTHWHILE_RATIO = 0.03
/** A refusal is repeated without looking for this long, unless a request ends before. */
const REFUSAL_MS = 10

/** What was refused a moment ago, and how long that holds. */
interface Refusal {
  readonly misfit: Misfit
  readonly costBytes: number
  readonly priority: Priority
  readonly releases: number
  readonly untilMs: number
}

export interface FittingOptions {
  readonly lines: Lines
  readonly emergencyRatio: number
  readonly admitBySize: boolean
  readonly signals: BudgetSignal
}

/**
 * Decides request by request whether its cost fits beside what is in flight.
 *
 * While everything in flight, and everything let in since the last look, could not fill half of the headroom,
 * nobody looks at memory at all. After that each request looks (3 µs), and may collect garbage before it is
 * turned away.
 */
export class Fitting {
  readonly #options: FittingOptions
  readonly #occupancy: Occupancy
  readonly #watch: GrowthWatch
  readonly #accounts: Accounts
  readonly #reclaimer: Reclaimer
  readonly #saturation = new Saturation()
  #slackBytes = 0
  #sinceLookBytes = 0
  #refusal: Refusal | undefined

  constructor(
    options: FittingOptions,
    parts: { sampler: Sampler; heap: HeapProbe; accounts: Accounts; reclaimer: Reclaimer },
  ) {
    const { sampler, heap, accounts, reclaimer } = parts
    this.#options = options
    this.#occupancy = new Occupancy(sampler, heap, accounts.book, options.signals)
    this.#watch = new GrowthWatch(heap)
    this.#accounts = accounts
    this.#reclaimer = reclaimer
  }

  /** Admits with a reservation, or says what it does not fit under. */
  admit(route: RouteCost, bodyBytes: number, priority: Priority, nowMs: number): Ticket | Misfit {
    const accounts = this.#accounts
    const costBytes = accounts.book.estimateBytes(route, this.#options.admitBySize ? bodyBytes : 0)
    const committedBytes = accounts.reservedBytes + this.#sinceLookBytes + costBytes
    if (route.known && !this.#watch.active && committedBytes <= this.#slackBytes) {
      this.#sinceLookBytes += costBytes
      return accounts.open(route, costBytes)
    }
    const refusal = this.#refusal
    if (refusal !== undefined && this.#stillRefused(refusal, costBytes, priority, nowMs))
      return refusal.misfit
    this.#look()
    const misfit = this.#misfit(costBytes, bodyBytes, this.#lineFor(priority, route), nowMs)
    if (misfit !== undefined) {
      const { releases } = accounts
      this.#refusal = { misfit, costBytes, priority, releases, untilMs: nowMs + REFUSAL_MS }
      return misfit
    }
    this.#refusal = undefined
    this.#sinceLookBytes = costBytes
    if (!route.known) this.#watch.begin(route)
    return accounts.open(route, costBytes)
  }

  /** Takes a major collection as a point of what requests in flight hold. */
  learn(heapUsedBytes: number, externalBytes: number): void {
    this.#occupancy.learn(heapUsedBytes, externalBytes)
  }

  /** Looks at memory, whose limits may have changed, and takes how busy the event loop is. */
  onSample(sample: Sample): void {
    this.#saturation.update(sample)
    this.#reclaimer.spareTheLoop(this.#saturation.saturated)
    this.#refusal = undefined
    this.#look()
  }

  /** Collects garbage if that is allowed and learns from it; `true` when it was done. */
  reclaim(nowMs: number): boolean {
    if (!this.#reclaimer.tryCollect(this.#occupancy.heldBytes, nowMs, this.#isIdle)) return false
    this.#occupancy.look(true)
    this.#occupancy.learn(this.#occupancy.allocatedBytes, 0)
    return true
  }

  /** Whether next to nothing is in flight: nobody waits for a pause, and nothing will collect by itself. */
  get #isIdle(): boolean {
    const nearest = Math.min(...this.#occupancy.budgets().map((budget) => budget.limitBytes))
    return this.#accounts.reservedBytes <= PROGRESS_RATIO * nearest
  }

  /** Turning away must be cheap: nothing has been given back since the last look that said no. */
  #stillRefused(refusal: Refusal, costBytes: number, priority: Priority, nowMs: number): boolean {
    return (
      !refusal.misfit.forever &&
      priority === refusal.priority &&
      costBytes >= refusal.costBytes &&
      this.#accounts.releases === refusal.releases &&
      nowMs < refusal.untilMs
    )
  }

  #look(): void {
    this.#occupancy.look()
    this.#watch.settle()
    this.#sinceLookBytes = 0
    const headrooms = this.#occupancy.budgets().map((budget) => this.#headroomBytes(budget))
    this.#slackBytes = headrooms.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...headrooms) / 2
  }

  #lineFor(priority: Priority, route: RouteCost): Line {
    const line = this.#options.lines[priority]
    if (priority === 'critical') return line
    return { ...line, roomFactor: roomFor(route.coldness, this.#saturation.roomFactor) }
  }

  #misfit(costBytes: number, bodyBytes: number, line: Line, nowMs: number): Misfit | undefined {
    let misfit = this.#firstMisfit(costBytes, bodyBytes, line)
    if (misfit === undefined || misfit.forever) return misfit
    // The page cache may have grown since the working set was last read in full.
    this.#occupancy.look(true)
    misfit = this.#firstMisfit(costBytes, bodyBytes, line)
    if (misfit === undefined || !this.#worthCollecting(misfit)) return misfit
    if (!this.reclaim(nowMs)) return misfit
    const after = this.#firstMisfit(costBytes, bodyBytes, line)
    this.#reclaimer.judge(after === undefined, nowMs)
    return after
  }

  #firstMisfit(costBytes: number, bodyBytes: number, line: Line): Misfit | undefined {
    for (const budget of this.#occupancy.budgets()) {
      if (this.#fits(budget, costBytes, line)) continue
      const { reason, limitBytes, usedBytes, floorBytes } = budget
      const roomBytes = line.ratio * limitBytes - floorBytes
      // Where the idle process itself is over the line it is not the body that is too large.
      const tooLarge = this.#options.admitBySize && roomBytes > 0 && bodyBytes > roomBytes
      const ratio = Math.max(usedBytes, floorBytes + this.#accounts.reservedBytes * budget.share) / limitBytes
      const full = !this.#isFree(budget, costBytes * budget.share, line)
      // There is memory for it: it would only have waited, for a busy loop or for code that runs cold.
      const calm = { ...line, roomFactor: Math.min(line.roomFactor, LEAST_ROOM) }
      const roomOnly = !tooLarge && this.#fits(budget, costBytes, calm)
      return {
        reason: tooLarge ? 'body-size' : roomOnly ? 'loop-busy' : reason,
        forever: tooLarge,
        full,
        ratio,
        usedBytes,
        limitBytes,
      }
    }
    return undefined
  }

  #fits(budget: Budget, costBytes: number, line: Line): boolean {
    const cost = costBytes * budget.share
    const reserved = this.#accounts.reservedBytes * budget.share
    const { limitBytes, residentBytes, floorBytes, workers } = budget
    const promised = (reserved + cost) * line.roomFactor
    const planned = promised <= (line.ratio * limitBytes - floorBytes) / workers
    if (planned && this.#isFree(budget, cost, line)) return true
    const alone = reserved <= PROGRESS_RATIO * limitBytes
    return alone && Math.max(residentBytes, floorBytes) + cost <= this.#options.emergencyRatio * limitBytes
  }

  /** Whether there is room now, whatever is promised to others; each of the workers may take its part. */
  #isFree({ limitBytes, usedBytes, residentBytes, workers }: Budget, cost: number, line: Line): boolean {
    const taken = cost * workers
    return (
      usedBytes + taken <= line.ratio * limitBytes && residentBytes + taken <= line.residentRatio * limitBytes
    )
  }

  /**
   * Only memory that is in use can be given back; a reservation cannot. With nothing in flight it is always
   * worth a try: what was learned to be held may have been let go since.
   */
  #worthCollecting(misfit: Misfit): boolean {
    const garbageBytes = this.#occupancy.allocatedBytes - this.#occupancy.heldBytes
    return misfit.full && (this.#isIdle || garbageBytes > WORTHWHILE_RATIO * misfit.limitBytes)
  }

  #headroomBytes(budget: Budget): number {
    const line = this.#options.lines.normal
    const inUse = Math.max(budget.usedBytes, budget.floorBytes)
    return Math.max(0, line.ratio * budget.limitBytes - inUse) / budget.workers
  }
}
