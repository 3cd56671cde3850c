import { decimalAt, skipSpace } from './decimal.js'

const LINE_END = 10
const BLANK = 32

/**
 * Finds `key` at the start of a line of a flat-keyed file (`memory.stat`, `cpu.stat`) and returns its value,
 * -1 when it is not there. Allocates nothing.
 *
 * The start of the line matters: v1 has both `inactive_file` and `total_inactive_file`.
 */
export function statValue(bytes: Uint8Array, length: number, key: Uint8Array): number {
  let line = 0
  while (line < length) {
    if (startsWith(bytes, line, length, key)) {
      return decimalAt(bytes, skipSpace(bytes, line + key.length, length), length)
    }
    const end = bytes.indexOf(LINE_END, line)
    if (end < 0) return -1
    line = end + 1
  }
  return -1
}

function startsWith(bytes: Uint8Array, start: number, end: number, key: Uint8Array): boolean {
  if (start + key.length >= end || bytes[start + key.length] !== BLANK) return false
  for (let index = 0; index < key.length; index += 1) {
    if (bytes[start + index] !== key[index]) return false
  }
  return true
}
