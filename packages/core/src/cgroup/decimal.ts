const ZERO = 48
const NINE = 57

/**
 * Reads the decimal number that starts at `start`, -1 when there is no digit.
 *
 * By hand, because it runs between two requests: no string, no allocation. Numbers beyond 2^53 lose digits,
 * which does no harm: nothing that large is a limit.
 */
export function decimalAt(bytes: Uint8Array, start: number, end: number): number {
  let value = -1
  for (let index = start; index < end; index += 1) {
    const byte = bytes[index]
    if (byte === undefined || byte < ZERO || byte > NINE) break
    value = Math.max(value, 0) * 10 + (byte - ZERO)
  }
  return value
}

/** Whether the bytes are one decimal number and nothing else but white space around it. */
export function isDecimal(bytes: Uint8Array, length: number): boolean {
  const start = skipSpace(bytes, 0, length)
  let index = start
  while (index < length && isDigit(bytes[index])) index += 1
  return index > start && skipSpace(bytes, index, length) === length
}

/** Index of the first byte at or after `start` that is not a blank, a tab or a line end. */
export function skipSpace(bytes: Uint8Array, start: number, end: number): number {
  let index = start
  while (index < end && isSpace(bytes[index])) index += 1
  return index
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE
}

function isSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13
}
