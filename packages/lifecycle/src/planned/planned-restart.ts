import { type Closeable, closeable, countError, nodeClock, safeOnError, sharedSampler } from '@plimsoll/core'
import { defaultHistoryFile, historyFile } from '../platform/history-file.js'
import { processAge } from '../platform/process-age.js'
import { safeLogger } from '../safe-logger.js'
import { type PlannedRestartOptions, resolvePlannedRestartOptions } from './planned-restart-options.js'
import { type PlanState, RestartPlan } from './restart-plan.js'

/** Restarts this process when its health says so; `close()` leaves that to others. */
export interface PlannedRestart extends Closeable {
  readonly state: PlanState
}

/**
 * Drains and exits when health says `needs-restart`, for whoever supervises the process to start a new one: not sooner
 * after the last time than it may, not together with other replicas, and ever more rarely while it does not help.
 *
 * It uses the sampler's ticks and no timer of its own. In a worker of `rollingRestart()` the replacement comes first.
 *
 * @example
 * const shutdown = gracefulShutdown(server)
 * plannedRestart({ health: suite.health, shutdown })
 */
export function plannedRestart(options: PlannedRestartOptions): PlannedRestart {
  const resolved = resolvePlannedRestartOptions(options)
  const sampler = resolved.sampler ?? sharedSampler()
  const report = safeOnError(resolved.onError ?? (() => {}))
  const plan = new RestartPlan(resolved, {
    clock: nodeClock,
    age: processAge,
    history:
      resolved.historyFile === false ? undefined : historyFile(resolved.historyFile ?? defaultHistoryFile()),
    random: Math.random,
    logger: safeLogger(resolved.logger ?? console),
    onError: (error) => {
      countError()
      report(error)
    },
  })
  const ticking = [sampler.start(), sampler.onSample(() => plan.look())]
  const { close, [Symbol.dispose]: dispose } = closeable(() => {
    for (const each of ticking) each.close()
  })
  return {
    get state() {
      return plan.state
    },
    close,
    [Symbol.dispose]: dispose,
  }
}
