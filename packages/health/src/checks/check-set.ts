import type { Clock, OnError } from '@plimsoll/core'
import { type CheckLimits, CheckRunner } from './check-runner.js'
import type { CheckOutcome, HealthCheck } from './health-check.js'

/** The named checks of an application. */
export class CheckSet {
  readonly #runners: readonly (readonly [string, CheckRunner])[]

  constructor(checks: ReadonlyMap<string, HealthCheck>, limits: CheckLimits, clock: Clock, onError: OnError) {
    this.#runners = [...checks].map(([name, check]) => [name, new CheckRunner(check, limits, clock, onError)])
  }

  /** Runs those whose outcome is too old; `undefined` when there is nothing to wait for. */
  refresh(): Promise<unknown> | undefined {
    const stale = this.#runners.filter(([, runner]) => !runner.fresh)
    return stale.length === 0 ? undefined : Promise.all(stale.map(([, runner]) => runner.run()))
  }

  /** What is known now, by name. Checks that never ran are left out. */
  get outcomes(): ReadonlyMap<string, CheckOutcome> {
    const known = new Map<string, CheckOutcome>()
    for (const [name, { outcome }] of this.#runners) if (outcome !== undefined) known.set(name, outcome)
    return known
  }
}
