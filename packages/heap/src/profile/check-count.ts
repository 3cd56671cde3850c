import { SnapshotError } from '../snapshot-error.js'

/** Throws unless the option is a whole number in the range. */
export function checkCount(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return
  throw new SnapshotError(
    'ERR_PLIMSOLL_OPTION_RANGE',
    `Expected \`${option}\` to be a whole number from ${least} to ${most}, got ${value}`,
  )
}
