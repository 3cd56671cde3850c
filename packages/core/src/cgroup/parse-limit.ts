import { decimalAt, isDecimal, skipSpace } from './decimal.js'

/**
 * Reads a limit file of the memory controller; `undefined` means no limit.
 *
 * Everything that is not a positive number of bytes within the host's memory is no limit: `max` and `-1`,
 * cgroup v1's sentinel just below 2^63, 2^64, an empty file, garbage. A guard that believed one of those
 * would either never act or shed everything.
 */
export function parseLimit(bytes: Uint8Array, length: number, hostTotalBytes: number): number | undefined {
  if (!isDecimal(bytes, length)) return undefined
  return plausibleLimit(decimalAt(bytes, skipSpace(bytes, 0, length), length), hostTotalBytes)
}

/** Keeps what can be a limit on a host of this size. */
function plausibleLimit(limitBytes: number, hostTotalBytes: number): number | undefined {
  return limitBytes > 0 && limitBytes <= hostTotalBytes ? limitBytes : undefined
}
