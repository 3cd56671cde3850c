import type { Clock, Closeable } from '@plimsoll/core'

/** A request as far as it is asked whether it will ever be answered. */
export interface OpenRequest {
  readonly method: string
  /** Template of the route, when it is known. */
  readonly route: string | undefined
  /** Whether an answer has begun: what streams for hours is not overdue. */
  readonly answered: boolean
  /** Ends it for its resources; the response is left to its handler. */
  timeOut(): void
}

/** A request that is open for longer than it should be. */
export interface OverdueRequest {
  readonly method: string
  readonly route?: string
  readonly ageMs: number
}

interface Limits {
  readonly overdueMs: number | undefined
  readonly timeoutMs: number | undefined
}

/** The requests that are open, oldest first; one timer for all of them, which ends when none is left. */
export class OverdueRequests implements Closeable {
  readonly #limits: Limits
  readonly #clock: Clock
  /** When each began. */
  readonly #open = new Map<OpenRequest, number>()
  /** Those that have not been timed out. */
  readonly #due = new Set<OpenRequest>()
  #timer: { close(): void } | undefined
  timedOut = 0

  constructor(limits: Limits, clock: Clock) {
    this.#limits = limits
    this.#clock = clock
  }

  /** Whether requests have to be told at all. */
  get enabled(): boolean {
    return this.#limits.overdueMs !== undefined || this.#limits.timeoutMs !== undefined
  }

  begin(request: OpenRequest): void {
    this.#open.set(request, this.#clock.now())
    if (this.#limits.timeoutMs === undefined) return
    this.#due.add(request)
    this.#timer ??= this.#clock.schedule(() => this.#look(), this.#limits.timeoutMs)
  }

  end(request: OpenRequest): void {
    this.#open.delete(request)
    this.#due.delete(request)
  }

  list(): readonly OverdueRequest[] {
    const sinceMs = this.#clock.now() - (this.#limits.overdueMs ?? this.#limits.timeoutMs ?? Infinity)
    const overdue: OverdueRequest[] = []
    for (const [request, startMs] of this.#open) {
      if (startMs > sinceMs) break
      if (!request.answered) overdue.push(this.#describe(request, startMs))
    }
    return overdue
  }

  close(): void {
    this.#open.clear()
    this.#due.clear()
    this.#timer?.close()
    this.#timer = undefined
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #describe({ method, route }: OpenRequest, startMs: number): OverdueRequest {
    return { method, ...(route !== undefined && { route }), ageMs: this.#clock.now() - startMs }
  }

  #look(): void {
    this.#timer = undefined
    const timeoutMs = this.#limits.timeoutMs ?? Infinity
    for (const request of this.#due) {
      const leftMs = (this.#open.get(request) ?? 0) + timeoutMs - this.#clock.now()
      if (leftMs > 0) {
        this.#timer = this.#clock.schedule(() => this.#look(), leftMs)
        return
      }
      this.#due.delete(request)
      if (request.answered) continue
      this.timedOut += 1
      request.timeOut()
    }
  }
}
