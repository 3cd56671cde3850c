import type { Budget } from './budgets.js'
import type { Line } from './lines.js'

/** With less than this in flight the next request is let in, whatever is planned: nothing latches. */
export const PROGRESS_RATIO = 0.02
/** How much of what is kept new requests are sure to take: the rest lies in fragments. */
const REUSED_RATIO = 0.25

/** What one more request would take, beside what is promised to those in flight. */
export interface Ask {
  readonly costBytes: number
  readonly reservedBytes: number
}

/** Whether it fits under a limit: what is promised, and what is there now. Alone, up to `emergencyRatio`. */
export function fits(budget: Budget, ask: Ask, line: Line, emergencyRatio: number): boolean {
  const { limitBytes, residentBytes, floorBytes, workers, share } = budget
  const cost = ask.costBytes * share
  const reserved = ask.reservedBytes * share
  const promised = (reserved + cost) * line.roomFactor
  const planned = promised <= (line.ratio * limitBytes - floorBytes) / workers
  if (planned && isFree(budget, ask, line)) return true
  const alone = reserved <= PROGRESS_RATIO * limitBytes
  return alone && Math.max(residentBytes, floorBytes) + cost <= emergencyRatio * limitBytes
}

/** Whether there is room now, whatever is promised to others; each of the workers may take its part. */
export function isFree(budget: Budget, { costBytes, reservedBytes }: Ask, line: Line): boolean {
  const { limitBytes, usedBytes, residentBytes, workers, share } = budget
  const taken = costBytes * share * workers + line.pendingBytes * share
  const fresh = Math.max(0, taken - reusableBytes(budget, reservedBytes))
  return (
    usedBytes + taken <= line.ratio * limitBytes && residentBytes + fresh <= line.residentRatio * limitBytes
  )
}

/** What is left for this process before anybody has to look closely. */
export function headroomBytes(budget: Budget, reservedBytes: number, line: Line): number {
  const { limitBytes, usedBytes, residentBytes, floorBytes, workers } = budget
  const unusedBytes = line.ratio * limitBytes - Math.max(usedBytes, floorBytes)
  const freshBytes = line.residentRatio * limitBytes - residentBytes + reusableBytes(budget, reservedBytes)
  return Math.max(0, Math.min(unusedBytes, freshBytes)) / workers
}

/** What is left of what is kept for one more request: others in flight may not have taken theirs yet. */
function reusableBytes({ usedBytes, floorBytes, keptBytes, share }: Budget, reservedBytes: number): number {
  const notTakenYet = Math.max(0, reservedBytes * share - (usedBytes - floorBytes))
  return Math.max(0, REUSED_RATIO * keptBytes - notTakenYet)
}
