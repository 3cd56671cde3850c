import { decimalAt, isDecimal, skipSpace } from './decimal.js'

/** Reads a usage file of the memory controller; `undefined` when it holds no number that memory can reach. */
export function parseUsage(bytes: Uint8Array, length: number): number | undefined {
  if (!isDecimal(bytes, length)) return undefined
  const usage = decimalAt(bytes, skipSpace(bytes, 0, length), length)
  return Number.isSafeInteger(usage) ? usage : undefined
}
