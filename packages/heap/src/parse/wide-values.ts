import { WIDE } from './columns.js'
import type { ReadPosition } from './read-position.js'

/** A few in a real snapshot: this many come only of a hostile one. */
const MAX_WIDE = 1_000_000

/** Keeps beside a column what does not fit it; throws for what is no size and no id at all. */
export function keepWide(
  values: Map<number, number>,
  row: number,
  value: number,
  what: string,
  position: ReadPosition,
): void {
  if (!Number.isSafeInteger(value) || value < WIDE) {
    throw position.format(`Expected ${what} to be from 0 to 2^53 in row ${row}, got ${value}`)
  }
  if (values.size === MAX_WIDE) {
    throw position.error(
      'ERR_PLIMSOLL_SNAPSHOT_LIMIT',
      `Expected at most ${MAX_WIDE} rows whose ${what} is beyond 2^32`,
    )
  }
  values.set(row, value)
}
