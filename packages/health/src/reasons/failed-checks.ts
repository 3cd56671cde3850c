import type { CheckSet } from '../checks/check-set.js'
import type { CheckStatus } from '../checks/health-check.js'
import type { ReasonSource } from './reason-source.js'

/** Names the checks whose last outcome has this status. */
function checksThat(status: CheckStatus, code: string, verb: string, checks: CheckSet): ReasonSource {
  return () => {
    const hit = [...checks.outcomes].filter(([, outcome]) => outcome.status === status)
    if (hit.length === 0) return undefined
    const list = hit.map(([name, { problem }]) => `${name} (${problem})`).join(', ')
    return { status: 'degraded', code, message: `${verb}: ${list}` }
  }
}

export const failedChecks = (checks: CheckSet): ReasonSource =>
  checksThat('fail', 'check-failed', 'Checks fail', checks)

export const warningChecks = (checks: CheckSet): ReasonSource =>
  checksThat('warn', 'check-warning', 'Checks warn', checks)
