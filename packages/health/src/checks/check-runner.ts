import type { Clock, OnError } from '@plimsoll/core'
import type { CheckOutcome, HealthCheck } from './health-check.js'
import { readAnswer } from './read-answer.js'

/** Calls that have timed out and still hang; beyond them no new one is started. */
const MAX_HANGING = 10

export interface CheckLimits {
  readonly timeoutMs: number
  readonly cacheMs: number
}

/** Runs one check: one call at a time, its outcome kept for a while, and never longer than the timeout. */
export class CheckRunner {
  readonly #check: HealthCheck
  readonly #limits: CheckLimits
  readonly #clock: Clock
  readonly #onError: OnError
  #outcome: CheckOutcome | undefined
  #atMs = 0
  #running: Promise<CheckOutcome> | undefined
  #hanging = 0

  constructor(check: HealthCheck, limits: CheckLimits, clock: Clock, onError: OnError) {
    this.#check = check
    this.#limits = limits
    this.#clock = clock
    this.#onError = onError
  }

  /** The last outcome, however old; `undefined` before the first run has ended. */
  get outcome(): CheckOutcome | undefined {
    return this.#outcome
  }

  /** Whether {@link run} would answer without calling the check. */
  get fresh(): boolean {
    return this.#outcome !== undefined && this.#clock.now() - this.#atMs < this.#limits.cacheMs
  }

  /** Answers from the cache, joins a call under way, or makes one. Never rejects. */
  async run(): Promise<CheckOutcome> {
    if (this.#outcome !== undefined && this.fresh) return this.#outcome
    this.#running ??= this.#start().then((outcome) => {
      this.#outcome = outcome
      this.#atMs = this.#clock.now()
      this.#running = undefined
      return outcome
    })
    return this.#running
  }

  #start(): Promise<CheckOutcome> {
    if (this.#hanging >= MAX_HANGING) {
      return Promise.resolve({ status: 'fail', problem: `has ${MAX_HANGING} calls that never ended` })
    }
    const { timeoutMs } = this.#limits
    const abort = new AbortController()
    return new Promise((resolve) => {
      const timer = this.#clock.schedule(() => {
        resolve({ status: 'fail', problem: `did not answer within ${timeoutMs} ms` })
        abort.abort()
      }, timeoutMs)
      this.#hanging += 1
      void this.#call(abort.signal).then((outcome) => {
        this.#hanging -= 1
        timer.close()
        resolve(outcome)
      })
    })
  }

  async #call(signal: AbortSignal): Promise<CheckOutcome> {
    try {
      return readAnswer(await this.#check({ signal }))
    } catch (error) {
      // A dependency that is down fails every check: it is told once, not once a second.
      if (this.#outcome?.status !== 'fail') this.#onError(error)
      return { status: 'fail', problem: 'threw an error' }
    }
  }
}
