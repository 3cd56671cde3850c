import { ephemeronTable } from './javascript-ephemerons.js'
import { type KernelStatus, STOPPED } from './parse-kernel.js'

const QUOTE = 34
const COMMA = 44
const BACKSLASH = 92
const BRACKET = 93
const CLOSING = 41
const SPACE = 32

/** The twin of kernel/strings.ts. */
export function strings(
  input: Uint8Array,
  from: number,
  to: number,
  out: Uint32Array,
  pairs: Uint32Array,
  first: number,
  every: number,
  status: KernelStatus,
): number {
  const capacity = out.length
  let index = first
  let count = 0
  let paired = 0
  let due = Math.ceil(first / every) * every
  let at = from
  status.stopped = STOPPED.atEnd
  while (at < to && count + 3 <= capacity && paired + 2 <= pairs.length) {
    const byte = input[at] as number
    if (byte === QUOTE) {
      let end = at + 1
      while (end < to) {
        const inside = input[end] as number
        if (inside === QUOTE) break
        end += inside === BACKSLASH ? 2 : 1
      }
      if (end >= to) break
      if (index === due) {
        out[count++] = index
        out[count++] = at + 1
        out[count++] = end
        due += every
      }
      if (input[end - 1] === CLOSING) {
        const table = ephemeronTable(input, at + 1, end)
        if (table >= 0) {
          pairs[paired++] = index
          pairs[paired++] = table
        }
      }
      index++
      at = end + 1
      continue
    }
    if (byte !== COMMA && byte > SPACE) {
      status.stopped = byte === BRACKET ? STOPPED.atBracket : STOPPED.atByte
      break
    }
    at++
  }
  status.position = at
  status.nextIndex = index
  status.pairCount = paired / 2
  return count / 3
}
