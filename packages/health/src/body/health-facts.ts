import type { HealthReport, Pressure, Sample } from '@plimsoll/core'
import type { CheckOutcome } from '../checks/health-check.js'
import type { HealthStatus } from '../health-status.js'

/** All that one answer is made from, read at one moment. */
export interface HealthFacts {
  readonly status: HealthStatus
  readonly statusCode: number
  readonly reasons: readonly HealthReport[]
  readonly uptimeSeconds: number
  readonly pressure: Pressure
  readonly sample: Sample
  readonly checks: ReadonlyMap<string, CheckOutcome>
  readonly notes: readonly Note[]
}

/** A line about the process that is no problem, but that explains its figures. */
export interface Note {
  readonly code: string
  readonly message: string
}

/** JSON has no NaN or Infinity, and four digits of a ratio are plenty. */
export const rounded = (ratio: number): number =>
  Number.isFinite(ratio) ? Math.round(ratio * 10_000) / 10_000 : 0
