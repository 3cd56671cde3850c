import type { HealthReport } from '@plimsoll/core'

/** Finds out one thing that may be wrong. Asked whenever health is read: it must be cheap and change nothing. */
export type ReasonSource = () => HealthReport | undefined
