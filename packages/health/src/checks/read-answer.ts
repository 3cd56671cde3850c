import type { CheckOutcome, CheckStatus } from './health-check.js'

const PASS: CheckOutcome = { status: 'pass' }
const STATUSES: ReadonlyMap<unknown, CheckOutcome> = new Map<CheckStatus, CheckOutcome>([
  ['pass', PASS],
  ['warn', { status: 'warn', problem: 'warns' }],
  ['fail', { status: 'fail', problem: 'says so' }],
])

/** Reads what a check answered; what is not an answer counts as a failure. */
export function readAnswer(answer: unknown): CheckOutcome {
  if (answer === undefined || answer === true) return PASS
  if (answer === false) return { status: 'fail', problem: 'answered false' }
  const status =
    typeof answer === 'object' && answer !== null ? (answer as { status?: unknown }).status : answer
  return (
    STATUSES.get(status) ?? { status: 'fail', problem: "answered with neither 'pass', 'warn' nor 'fail'" }
  )
}
