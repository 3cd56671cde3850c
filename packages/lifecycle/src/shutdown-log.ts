import type { Clock, Logger } from '@plimsoll/core'
import type { Waiting } from './connections/waiting.js'
import { durationText, NOTHING, waitingText } from './connections/waiting-text.js'
import type { HookOutcome } from './hooks/shutdown-hooks.js'

/** So many uncaught errors are told; a loop of them must not fill a disk while the process ends. */
const MAX_UNCAUGHT = 5
const FIRST_REPORT_MS = 5000

const errorText = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)

/** Says what a shutdown does and waits for, to whoever reads the log at three in the morning. */
export class ShutdownLog {
  readonly #logger: Logger
  readonly #clock: Clock
  #startMs = 0
  #reportAfterMs = FIRST_REPORT_MS
  #uncaught = 0

  constructor(logger: Logger, clock: Clock) {
    this.#logger = logger
    this.#clock = clock
  }

  began(reason: string, waiting: Waiting, delayMs: number, timeoutMs: number): void {
    this.#startMs = this.#clock.now()
    const delay = delayMs > 0 ? `everybody is served for ${durationText(delayMs)} more, then ` : ''
    this.#logger.info(
      `shutting down (${reason}): ${delay}what runs is finished, within ${durationText(timeoutMs)} in all; ` +
        `open: ${this.#text(waiting)}`,
    )
  }

  /** Tells what is waited for, at growing distances. */
  waits(waiting: Waiting, leftMs: number): void {
    const text = this.#text(waiting)
    if (this.#elapsedMs() < this.#reportAfterMs || text === NOTHING) return
    this.#reportAfterMs *= 2
    this.#logger.info(
      `still waiting for ${text}; what is left in ${durationText(Math.max(0, leftMs))} is cut off`,
    )
  }

  hookEnded(outcome: HookOutcome): void {
    if (outcome.result === 'done') return
    const what =
      outcome.result === 'hung'
        ? `has not ended within ${durationText(outcome.afterMs)} and is left behind; the exit code will be 1`
        : `failed: ${errorText(outcome.error)}`
    this.#logger.error(`shutdown hook "${outcome.name}" ${what}`)
  }

  /** `name` is the hook that did, or `undefined` when it was somebody else. */
  exitCalled(name: string | undefined, code: number): void {
    const who = name === undefined ? 'something that is no shutdown hook' : `shutdown hook "${name}"`
    const first = name === undefined ? 'the' : 'the other'
    this.#logger.warn(`${who} called process.exit(${code}): ${first} hooks are run first`)
  }

  uncaught(error: unknown): void {
    this.#uncaught += 1
    if (this.#uncaught > MAX_UNCAUGHT) return
    this.#logger.error(
      `uncaught while shutting down; the shutdown goes on, the exit code will be 1: ${errorText(error)}`,
    )
  }

  cutOff(waiting: Waiting): void {
    this.#logger.error(
      `not drained after ${durationText(this.#elapsedMs())}: cutting off ${this.#text(waiting)}; the exit code will be 1`,
    )
  }

  closesIdle(waiting: Waiting): void {
    this.#logger.info(`closing ${this.#text(waiting)} a little early, to leave time for the hooks`)
  }

  forced(why: string, waiting: Waiting, hook: string | undefined, notRun: readonly string[]): void {
    const text = this.#text(waiting)
    const parts = [
      ...(text === NOTHING ? [] : [text]),
      ...(hook === undefined ? [] : [`shutdown hook "${hook}"`]),
      ...notRun.map((name) => `shutdown hook "${name}", which has not run,`),
    ]
    this.#logger.error(
      `${why}, after ${durationText(this.#elapsedMs())}: leaving ${parts.join(' and ') || NOTHING} behind; exiting with code 1`,
    )
  }

  closed(code: number): void {
    const message = `shut down in ${durationText(this.#elapsedMs())}; exiting with code ${code}`
    if (code === 0) this.#logger.info(message)
    else this.#logger.error(message)
  }

  #text(waiting: Waiting): string {
    return waitingText(waiting, this.#clock.now())
  }

  #elapsedMs(): number {
    return this.#clock.now() - this.#startMs
  }
}
