import { WIDE } from '../parse/columns.js'
import { ASIDE_CAPACITY, type KernelStatus, STOPPED } from './parse-kernel.js'

const COMMA = 44
const MINUS = 45
const BRACKET = 93
const SPACE = 32

/** As many digits always fit the small integers that V8 multiplies without looking for an overflow. */
const SMALL_DIGITS = 9

/** The twin of kernel/integers.ts, one byte at a time. */
export function integers(
  input: Uint8Array,
  from: number,
  to: number,
  out: Uint32Array,
  count: number,
  status: KernelStatus,
  asideAt: Uint32Array,
  asideValues: Float64Array,
): number {
  const capacity = out.length
  let at = from
  let filled = count
  status.asideCount = 0
  status.stopped = STOPPED.atEnd
  // What begins before the last byte that is no digit ends there at the latest: no digit has to look for `to`.
  let last = to - 1
  while (last >= from && isDigit(input[last] as number)) last--
  while (at < to) {
    while (at <= last) {
      const first = input[at] as number
      let value = first - 48
      if (value >>> 0 > 9) {
        if (first !== COMMA && first > SPACE) break
        at++
        continue
      }
      let end = at + 1
      let digit = (input[end] as number) - 48
      while (digit >>> 0 <= 9) {
        value = (Math.imul(value, 10) + digit) | 0
        end++
        digit = (input[end] as number) - 48
      }
      const next = digit + 48
      if (end - at > SMALL_DIGITS || filled === capacity || (next !== COMMA && next > SPACE)) break
      out[filled++] = value
      at = end + 1
    }
    if (at >= to) break
    // Anything but a plain number between separators: once, with all checks.
    const first = input[at] as number
    status.position = at
    if (first === BRACKET) {
      status.stopped = STOPPED.atBracket
      return filled
    }
    const digits = first === MINUS ? at + 1 : at
    let end = digits
    let value = 0
    for (; end < to && isDigit(input[end] as number); end++)
      value = value * 10 + ((input[end] as number) - 48)
    if (end >= to) return filled
    const next = input[end] as number
    if (end === digits || !(next === COMMA || next <= SPACE || next === BRACKET)) {
      status.position = end
      status.stopped = STOPPED.atByte
      return filled
    }
    const wide = first === MINUS || value >= WIDE
    if (filled === capacity || (wide && status.asideCount === ASIDE_CAPACITY)) {
      status.stopped = STOPPED.full
      return filled
    }
    if (wide) {
      asideAt[status.asideCount] = filled
      asideValues[status.asideCount] = first === MINUS ? -value : value
      status.asideCount++
      out[filled++] = first === MINUS ? -Math.min(value, 2 ** 31) : WIDE
    } else out[filled++] = value
    at = end
  }
  status.position = at
  return filled
}

function isDigit(byte: number): boolean {
  return (byte - 48) >>> 0 <= 9
}
