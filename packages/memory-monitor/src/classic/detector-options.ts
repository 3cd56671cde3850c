import {
  boolean,
  callback,
  custom,
  milliseconds,
  number,
  type OnError,
  outOfRange,
  resolveOptions,
  wrongType,
} from '@plimsoll/core'

export interface MemoryLeakDetectorOptions {
  /** Milliseconds between two looks; each pauses for a full collection. @default 60000 */
  readonly interval?: number
  /** Megabytes of growth that make a leak. A number from 100 000 on is one of bytes. @default 10 */
  readonly threshold?: number
  /** How many looks are remembered: growth is growth among them. @default 10 */
  readonly maxRecords?: number
  /**
   * Takes a heap diff while the heap grows: two snapshots, each a pause of 3 to 5 microseconds for each object.
   *
   * @default true
   */
  readonly heapDiff?: boolean
  /** Is told of failures of the detector itself; they never reach the application. */
  readonly onError?: OnError
}

const MEGABYTE = 1_048_576
/** Nobody waits for 100 GB to leak. */
const LEAST_IN_BYTES = 100_000

const EXPECTATION = 'a number of megabytes above 0, or of bytes from 100000 on'

const threshold = custom<number>((value, option) => {
  if (value === undefined) return 10 * MEGABYTE
  if (typeof value !== 'number') throw wrongType(option, EXPECTATION, value)
  if (!(value > 0) || value === Number.POSITIVE_INFINITY) throw outOfRange(option, EXPECTATION, value)
  return value >= LEAST_IN_BYTES ? value : value * MEGABYTE
})

export type ResolvedDetectorOptions = ReturnType<typeof resolveDetectorOptions>

/** Checks and completes the options; the threshold in bytes from here on. */
export function resolveDetectorOptions(options?: MemoryLeakDetectorOptions) {
  return resolveOptions('detector', options, {
    interval: milliseconds(60_000, 10),
    threshold,
    maxRecords: number(10, { min: 2, max: 1000, integer: true, expectation: 'an integer from 2 to 1000' }),
    heapDiff: boolean(true),
    onError: callback<OnError>(),
  })
}
