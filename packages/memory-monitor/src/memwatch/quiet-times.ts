/** Collections are told of a few milliseconds late: more are not waited for at once. */
const KEPT = 8

/** The latest stretches of time, on the monotonic clock, in which collections are not worth a word. */
class QuietTimes {
  #times: readonly { readonly fromMs: number; readonly toMs: number }[] = []

  add(fromMs: number, toMs: number): void {
    this.#times = [...this.#times.slice(1 - KEPT), { fromMs, toMs }]
  }

  has(atMs: number): boolean {
    return this.#times.some(({ fromMs, toMs }) => atMs >= fromMs && atMs <= toMs)
  }
}

export const quietTimes = new QuietTimes()
