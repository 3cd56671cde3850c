import type { Clock } from '@plimsoll/core'
import type { RedisCommand } from './lease-options.js'
import { type LeaseTask, type LeaseTerms, leaseCommand } from './lease-script.js'

/** Yes, no, or nobody there to ask. */
export type PermitAnswer =
  | { readonly name: 'granted' }
  | { readonly name: 'refused' }
  | { readonly name: 'away'; readonly why: string }

/** Asks Redis, and waits for an answer no longer than `commandTimeoutMs`. */
export class RedisPermits {
  readonly #command: RedisCommand
  readonly #terms: LeaseTerms
  readonly #timeoutMs: number
  readonly #clock: Clock

  constructor(command: RedisCommand, terms: LeaseTerms, timeoutMs: number, clock: Clock) {
    this.#command = command
    this.#terms = terms
    this.#timeoutMs = timeoutMs
    this.#clock = clock
  }

  /** Never rejects. */
  ask(task: LeaseTask): Promise<PermitAnswer> {
    return new Promise((resolve) => {
      let waiting = true
      const settle = (answer: PermitAnswer): void => {
        timer.close()
        // Clients queue commands while Redis is away: a permit that comes when nobody waits goes back.
        if (!waiting && task === 'take' && answer.name === 'granted') void this.ask('give')
        waiting = false
        resolve(answer)
      }
      const timer = this.#clock.schedule(() => {
        waiting = false
        resolve({ name: 'away', why: `no answer within ${this.#timeoutMs} ms` })
      }, this.#timeoutMs)
      this.#run(task).then(
        (answer) => settle(Number(answer) === 1 ? { name: 'granted' } : { name: 'refused' }),
        (error: unknown) =>
          settle({ name: 'away', why: error instanceof Error ? error.message : String(error) }),
      )
    })
  }

  /** A client may throw where it should reject. */
  async #run(task: LeaseTask): Promise<unknown> {
    return await this.#command(leaseCommand(task, this.#terms))
  }
}
