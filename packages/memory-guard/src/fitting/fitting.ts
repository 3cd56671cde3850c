import type { HeapProbe, Sample, Sampler } from '@plimsoll/core'
import type { AdmissionRequest, Priority } from '../admission.js'
import { GrowthWatch } from '../costs/growth-watch.js'
import { PRIOR_BYTES, type RouteCost } from '../costs/route-cost.js'
import type { Accounts } from './accounts.js'
import { ColdRoom } from './cold-room.js'
import { type Ask, fits, headroomBytes, isFree, PROGRESS_RATIO } from './fits.js'
import type { Line, Lines } from './lines.js'
import { LastRefusal, type Misfit } from './misfit.js'
import { Newcomers } from './newcomers.js'
import { type BudgetSignal, Occupancy } from './occupancy.js'
import type { Reclaimer } from './reclaimer.js'
import { LEAST_ROOM } from './room.js'
import { Saturation } from './saturation.js'
import type { Ticket } from './ticket.js'

/** Garbage below this share of the limit is not worth a collection. */
const WORTHWHILE_RATIO = 0.03
/** What is kept below this share of the limit is not worth giving back. */
const KEPT_RATIO = 0.12

export interface FittingOptions {
  readonly lines: Lines
  readonly emergencyRatio: number
  readonly admitBySize: boolean
  readonly signals: BudgetSignal
}

/** What a request would take. */
interface Cost {
  readonly costBytes: number
  /** Of that, what V8's heap limit does not count. */
  readonly offHeapBytes: number
  /** Its body, where bodies count at all, and where V8's heap limit is meant. */
  readonly bodyBytes: number
  readonly bodyOnHeapBytes: number
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
  readonly #coldRoom = new ColdRoom()
  readonly #newcomers = new Newcomers()
  #slackBytes = 0
  #sinceLookBytes = 0
  readonly #refusal = new LastRefusal()

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
  admit(route: RouteCost, request: AdmissionRequest, priority: Priority, nowMs: number): Ticket | Misfit {
    const accounts = this.#accounts
    const declaredBytes = request.bodyBytes ?? 0
    const bodyBytes = this.#options.admitBySize ? declaredBytes : 0
    const costBytes = accounts.book.estimateBytes(route, bodyBytes)
    const offHeap = bodyBytes > 0 && request.bodyOnHeap === false
    const offHeapBytes = offHeap ? costBytes - accounts.book.estimateBytes(route, 0) : 0
    const committedBytes = accounts.reservedBytes + this.#sinceLookBytes + costBytes
    const isNew = accounts.book.isNew(route)
    if (!isNew && !this.#watch.active && committedBytes <= this.#slackBytes) {
      this.#newcomers.admitted()
      this.#sinceLookBytes += costBytes
      return accounts.open(route, costBytes, declaredBytes, offHeapBytes)
    }
    const cost: Cost = { costBytes, offHeapBytes, bodyBytes, bodyOnHeapBytes: offHeap ? 0 : bodyBytes }
    const asked = { costBytes, offHeapBytes, priority, releases: accounts.releases, nowMs }
    const repeated = this.#refusal.repeated(asked)
    if (repeated !== undefined) return repeated
    this.#look()
    const line = this.#lineFor(priority, route, nowMs)
    const misfit = this.#misfit(cost, line, nowMs)
    if (misfit !== undefined && !this.#mayTry(route, cost, line)) {
      this.#refusal.remember(misfit, asked)
      return misfit
    }
    this.#refusal.forget()
    this.#sinceLookBytes = costBytes
    this.#newcomers.admitted()
    if (isNew) {
      this.#newcomers.came(accounts.book.newInFlight(), this.#occupancy.allocatedBytes, nowMs)
      this.#watch.begin(route)
    }
    return accounts.open(route, costBytes, declaredBytes, offHeapBytes)
  }

  /** Takes a major collection as a point of what requests in flight hold. */
  learn(heapUsedBytes: number, externalBytes: number, collection?: object): void {
    this.#accounts.book.lingering.settle()
    this.#occupancy.learn(heapUsedBytes, externalBytes, collection)
    this.#accounts.endedBytes = 0
  }

  /** Looks at memory, whose limits may have changed, and takes how busy the event loop is. */
  onSample(sample: Sample): void {
    this.#saturation.update(sample)
    this.#coldRoom.update(sample)
    this.#occupancy.kept.tick(sample.atMs)
    this.#accounts.book.lingering.settle(sample.atMs)
    this.#reclaimer.spareTheLoop(this.#saturation.saturated, sample.heapLimitBytes)
    this.#refusal.forget()
    this.#look()
  }

  /** Collects garbage if that is allowed and learns from it; `true` when it was done. */
  reclaim(nowMs: number): boolean {
    const liveBytes = this.#occupancy.heldBytes
    const fresh = this.#accounts.endedBytes > WORTHWHILE_RATIO * this.#nearestLimitBytes
    return this.#learnFrom(this.#reclaimer.tryCollect({ nowMs, liveBytes, idle: this.#isIdle, fresh }))
  }

  /** Whether next to nothing is in flight: nobody waits for a pause, and nothing will collect by itself. */
  get #isIdle(): boolean {
    return this.#accounts.reservedBytes <= PROGRESS_RATIO * this.#nearestLimitBytes
  }

  get #nearestLimitBytes(): number {
    return Math.min(...this.#occupancy.budgets().map((budget) => budget.limitBytes))
  }

  #look(): void {
    this.#occupancy.look()
    this.#watch.settle()
    this.#sinceLookBytes = 0
    const { normal } = this.#options.lines
    const { reservedBytes } = this.#accounts
    const headrooms = this.#occupancy.budgets().map((each) => headroomBytes(each, reservedBytes, normal))
    this.#slackBytes = headrooms.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...headrooms) / 2
  }

  #lineFor(priority: Priority, route: RouteCost, nowMs: number): Line {
    const line = this.#options.lines[priority]
    if (priority === 'critical') return line
    const roomFactor = this.#coldRoom.roomFor(route.coldness, this.#saturation.roomFactor)
    const newInFlight = this.#accounts.book.newInFlight()
    const pendingBytes = this.#newcomers.mayTakeBytes(newInFlight, this.#occupancy.allocatedBytes, nowMs)
    return { ...line, roomFactor, pendingBytes }
  }

  /**
   * What is only guessed must not shut a route out for good: with next to nothing in flight one request is let in
   * to learn from. The first of a process may have been watched while it filled a cache.
   */
  #mayTry(route: RouteCost, cost: Cost, line: Line): boolean {
    const leastBytes = Math.max(PRIOR_BYTES, cost.bodyBytes)
    if (route.known || leastBytes >= cost.costBytes || !this.#isIdle) return false
    return this.#firstMisfit({ ...cost, costBytes: leastBytes }, line) === undefined
  }

  #misfit(cost: Cost, line: Line, nowMs: number): Misfit | undefined {
    let misfit = this.#firstMisfit(cost, line)
    if (misfit === undefined || misfit.forever) return misfit
    // The page cache may have grown since the working set was last read in full.
    this.#occupancy.look(true)
    misfit = this.#firstMisfit(cost, line)
    if (misfit === undefined || !this.#makeRoom(misfit, nowMs)) return misfit
    const after = this.#firstMisfit(cost, line)
    this.#reclaimer.judge(after === undefined, nowMs)
    return after
  }

  #firstMisfit(cost: Cost, line: Line): Misfit | undefined {
    const { emergencyRatio } = this.#options
    const { reservedBytes, offHeapBytes } = this.#accounts
    const all: Ask = { costBytes: cost.costBytes, reservedBytes }
    const onHeap: Ask = {
      costBytes: cost.costBytes - cost.offHeapBytes,
      reservedBytes: reservedBytes - offHeapBytes,
    }
    for (const budget of this.#occupancy.budgets()) {
      const ask = budget.countsOffHeap ? all : onHeap
      if (fits(budget, ask, line, emergencyRatio)) continue
      const { reason, limitBytes, usedBytes, floorBytes } = budget
      const roomBytes = line.ratio * limitBytes - floorBytes
      // Where the idle process itself is over the line it is not the body that is too large.
      const bodyBytes = budget.countsOffHeap ? cost.bodyBytes : cost.bodyOnHeapBytes
      const tooLarge = roomBytes > 0 && bodyBytes > roomBytes
      const ratio = Math.max(usedBytes, floorBytes + ask.reservedBytes * budget.share) / limitBytes
      const full = !isFree(budget, ask, line)
      // There is memory for it: it would only have waited, for a busy loop or for code that runs cold.
      const calm = { ...line, roomFactor: Math.min(line.roomFactor, LEAST_ROOM) }
      const kept =
        full &&
        budget.keptBytes > KEPT_RATIO * limitBytes &&
        fits({ ...budget, residentBytes: usedBytes }, ask, line, emergencyRatio)
      const roomOnly = !tooLarge && fits(budget, ask, calm, emergencyRatio)
      if (roomOnly) this.#coldRoom.heldBack()
      return {
        reason: tooLarge ? 'body-size' : roomOnly ? 'loop-busy' : reason,
        forever: tooLarge,
        full,
        kept,
        ratio,
        usedBytes,
        limitBytes,
      }
    }
    return undefined
  }

  /** Gives back what is kept, or collects garbage, where that is what is in the way; `true` when it was done. */
  #makeRoom(misfit: Misfit, nowMs: number): boolean {
    const { kept } = misfit
    if (kept && this.#learnFrom(this.#reclaimer.tryRelease(this.#occupancy.heldBytes, nowMs))) {
      this.#occupancy.kept.released()
      return true
    }
    return this.#worthCollecting(misfit) && this.reclaim(nowMs)
  }

  #learnFrom(collected: boolean): boolean {
    if (!collected) return false
    this.#occupancy.look(true)
    this.#reclaimer.left(this.#occupancy.allocatedBytes)
    this.learn(this.#occupancy.allocatedBytes, 0)
    return true
  }

  /**
   * Only memory that is in use can be given back; a reservation cannot. With nothing in flight it is always
   * worth a try: what was learned to be held may have been let go since.
   */
  #worthCollecting(misfit: Misfit): boolean {
    const garbageBytes = this.#occupancy.allocatedBytes - this.#occupancy.heldBytes
    return misfit.full && (this.#isIdle || garbageBytes > WORTHWHILE_RATIO * misfit.limitBytes)
  }
}
