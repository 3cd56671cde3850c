import { WIDE } from '../parse/columns.js'
import { ASIDE_CAPACITY, type KernelStatus, STOPPED } from './parse-kernel.js'

const COMMA = 44
const MINUS = 45
const BRACKET = 93
const SPACE = 32

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
  while (at < to) {
    let byte = input[at] as number
    if (byte === COMMA || byte <= SPACE) {
      at++
      continue
    }
    status.position = at
    if (byte === BRACKET) {
      status.stopped = STOPPED.atBracket
      return filled
    }
    const negative = byte === MINUS
    const digits = negative ? at + 1 : at
    let end = digits
    let value = 0
    // Up to 9 digits stay in small integers, which V8 multiplies without a check for overflow to doubles.
    const short = Math.min(to, digits + 9)
    while (end < short) {
      byte = (input[end] as number) - 48
      if (byte >>> 0 > 9) break
      value = Math.imul(value, 10) + byte
      end++
    }
    while (end < to) {
      byte = (input[end] as number) - 48
      if (byte >>> 0 > 9) break
      value = value * 10 + byte
      end++
    }
    if (end >= to) return filled
    byte = input[end] as number
    if (end === digits || !(byte === COMMA || byte <= SPACE || byte === BRACKET)) {
      status.position = end
      status.stopped = STOPPED.atByte
      return filled
    }
    const wide = negative || value >= WIDE
    if (filled === capacity || (wide && status.asideCount === ASIDE_CAPACITY)) {
      status.stopped = STOPPED.full
      return filled
    }
    if (wide) {
      asideAt[status.asideCount] = filled
      asideValues[status.asideCount] = negative ? -value : value
      status.asideCount++
      out[filled++] = negative ? -Math.min(value, 2 ** 31) : WIDE
    } else out[filled++] = value
    at = end
  }
  status.position = at
  return filled
}
