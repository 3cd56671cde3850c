import type { HealthReport } from '@plimsoll/core'
import type { ShedReason } from './admission.js'

const WINDOW_MS = 10_000

/** What was shed over the last ten to twenty seconds, for whoever asks health why. */
export class RecentSheds {
  #windowStartMs = Number.NEGATIVE_INFINITY
  #count = 0
  #before = 0
  #reason: ShedReason | undefined

  note(reason: ShedReason, nowMs: number): void {
    this.#turn(nowMs)
    this.#count += 1
    this.#reason = reason
  }

  /** `degraded` while requests are being turned away, healthy again ten seconds after the last. */
  report(nowMs: number, dryRun: boolean): readonly HealthReport[] {
    this.#turn(nowMs)
    const count = this.#count + this.#before
    if (count === 0) return []
    const requests = count === 1 ? '1 request' : `${count} requests`
    const were = count === 1 ? 'was' : 'were'
    const what = dryRun ? 'would have been turned away (dry run)' : `${were} turned away`
    const message = `${requests} ${what} in the last seconds, the latest because of ${this.#reason}`
    return [{ status: 'degraded', code: 'shedding', message }]
  }

  #turn(nowMs: number): void {
    const passedMs = nowMs - this.#windowStartMs
    if (passedMs < WINDOW_MS) return
    this.#before = passedMs < 2 * WINDOW_MS ? this.#count : 0
    this.#count = 0
    this.#windowStartMs = nowMs
  }
}
