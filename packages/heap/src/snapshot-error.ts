const BRAND = Symbol.for('plimsoll.error')

/** Every code that a {@link SnapshotError} carries; each has a heading in docs/errors.md. */
export const SNAPSHOT_ERROR_CODES = [
  'ERR_PLIMSOLL_SNAPSHOT_FORMAT',
  'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
  'ERR_PLIMSOLL_SNAPSHOT_LIMIT',
  'ERR_PLIMSOLL_SNAPSHOT_MEMORY',
  'ERR_PLIMSOLL_SNAPSHOT_CLOSED',
  'ERR_PLIMSOLL_SNAPSHOT_REFUSED',
  'ERR_PLIMSOLL_PROFILE_FORMAT',
  'ERR_PLIMSOLL_PROFILE_BUSY',
  'ERR_PLIMSOLL_OPTION_UNKNOWN',
  'ERR_PLIMSOLL_OPTION_TYPE',
  'ERR_PLIMSOLL_OPTION_RANGE',
] as const

export type SnapshotErrorCode = (typeof SNAPSHOT_ERROR_CODES)[number]

/** How far a source had been read when it was given up. */
export interface SnapshotErrorOptions extends ErrorOptions {
  readonly bytesRead?: number | undefined
  readonly section?: string | undefined
  readonly neededBytes?: number | undefined
  readonly availableBytes?: number | undefined
}

/**
 * What is wrong with a snapshot, or with what was asked of it.
 *
 * Carries the brand of the suite's errors, so `instanceof PlimsollError` holds although this package imports
 * nothing of the suite.
 */
export class SnapshotError extends Error {
  readonly code: SnapshotErrorCode
  /** Where docs/errors.md explains the code. */
  readonly help: string
  /** Bytes read from the source before it was given up; absent where no source was being read. */
  readonly bytesRead?: number
  /** The part of the snapshot that was being read: `snapshot` (its header), `nodes`, `edges`, `strings` … */
  readonly section?: string
  /** What a live snapshot was expected to take, where there was less. */
  readonly neededBytes?: number
  /** What container or host had left for it. */
  readonly availableBytes?: number

  constructor(code: SnapshotErrorCode, message: string, options: SnapshotErrorOptions = {}) {
    super(message, options)
    this.name = 'SnapshotError'
    this.code = code
    this.help = `https://github.com/plimsoll/plimsoll/blob/main/docs/errors.md#${code.toLowerCase()}`
    if (options.bytesRead !== undefined) this.bytesRead = options.bytesRead
    if (options.section !== undefined) this.section = options.section
    if (options.neededBytes !== undefined) this.neededBytes = options.neededBytes
    if (options.availableBytes !== undefined) this.availableBytes = options.availableBytes
    Object.defineProperty(this, BRAND, { value: true })
  }
}
