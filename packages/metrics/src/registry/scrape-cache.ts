import type { Clock } from '@plimsoll/core'

/** Share of the process's time that scrapes may take, however many ask. */
const MAX_SHARE = 0.05
/** Time that is saved up for a burst. */
const MAX_SAVED_MS = 200
/** A scrape that waits for a database does not work all that time: more than this is never charged. */
const MAX_CHARGE_MS = 100

/**
 * Answers a flood from what the scrape before has found.
 *
 * Scrapers that come every few seconds, and tests that scrape after every request, always get fresh figures;
 * only when scrapes have used up their share of time is the last answer given again. Those who ask while one
 * is under way share its answer.
 */
export class ScrapeCache<T> {
  readonly #clock: Clock
  readonly #scrape: () => Promise<T>
  #running: Promise<T> | undefined
  #last: { readonly answer: T } | undefined
  #savedMs = MAX_SAVED_MS
  #atMs: number

  constructor(clock: Clock, scrape: () => Promise<T>) {
    this.#clock = clock
    this.#scrape = scrape
    this.#atMs = clock.now()
  }

  get(): Promise<T> {
    if (this.#running !== undefined) return this.#running
    const startMs = this.#clock.now()
    this.#savedMs = Math.min(MAX_SAVED_MS, this.#savedMs + (startMs - this.#atMs) * MAX_SHARE)
    this.#atMs = startMs
    if (this.#last !== undefined && this.#savedMs <= 0) return Promise.resolve(this.#last.answer)
    this.#running = this.#run(startMs)
    return this.#running
  }

  async #run(startMs: number): Promise<T> {
    try {
      const answer = await this.#scrape()
      this.#last = { answer }
      return answer
    } finally {
      this.#savedMs -= Math.min(MAX_CHARGE_MS, this.#clock.now() - startMs)
      this.#running = undefined
    }
  }
}
