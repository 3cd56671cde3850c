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

interface Begun {
  readonly request: OpenRequest
  readonly startMs: number
}

/** The requests that are open, oldest first; one timer for all of them, which ends when none is left. */
export class OverdueRequests implements Closeable {
  readonly #limits: Limits
  readonly #clock: Clock
  readonly #open = new Map<object, Begun>()
  /** Those that have not been timed out. */
  readonly #due = new Set<Begun>()
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

  /** `key` is by what it is found at its end; a second time does nothing. */
  begin(key: object, request: OpenRequest): void {
    if (this.#open.has(key)) return
    const begun = { request, startMs: this.#clock.now() }
    this.#open.set(key, begun)
    if (this.#limits.timeoutMs === undefined) return
    this.#due.add(begun)
    this.#timer ??= this.#clock.schedule(() => this.#look(), this.#limits.timeoutMs)
  }

  end(key: object): void {
    const begun = this.#open.get(key)
    if (begun === undefined) return
    this.#open.delete(key)
    this.#due.delete(begun)
  }

  list(): readonly OverdueRequest[] {
    const nowMs = this.#clock.now()
    const minAgeMs = this.#limits.overdueMs ?? this.#limits.timeoutMs ?? Infinity
    const overdue: OverdueRequest[] = []
    for (const { request, startMs } of this.#open.values()) {
      const ageMs = nowMs - startMs
      if (ageMs < minAgeMs) break
      if (request.answered) continue
      const { method, route } = request
      overdue.push({ method, ...(route !== undefined && { route }), ageMs })
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

  #look(): void {
    this.#timer = undefined
    const timeoutMs = this.#limits.timeoutMs ?? Infinity
    for (const begun of this.#due) {
      const leftMs = begun.startMs + timeoutMs - this.#clock.now()
      if (leftMs > 0) {
        this.#timer = this.#clock.schedule(() => this.#look(), leftMs)
        return
      }
      this.#due.delete(begun)
      if (begun.request.answered) continue
      this.timedOut += 1
      begun.request.timeOut()
    }
  }
}
