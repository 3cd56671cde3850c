import type { EphemeronNames } from '../parse/ephemeron-names.js'

const CLOSING = 41
const START = bytesOf(' / part of key (')
const END = bytesOf(' pair in WeakMap (table @')

/**
 * Id of the table in the name of an ephemeron's edge, `7 / part of key (…) -> value (…) pair in WeakMap (table @9)`,
 * that stands between two places; -1 for anything else. The twin of `ephemeronTable` in kernel/strings.ts.
 */
export function ephemeronTable(bytes: Uint8Array, from: number, end: number): number {
  if (bytes[end - 1] !== CLOSING || !isDigit(bytes[from] as number)) return -1
  let at = from + 1
  while (isDigit(bytes[at] as number)) at++
  let digits = end - 1
  while (digits > at && isDigit(bytes[digits - 1] as number)) digits--
  if (digits === end - 1 || digits < at + START.length + END.length) return -1
  // No closures: this is asked of many thousand strings, and what V8 inlines into it costs more than the answers.
  for (let index = 0; index < START.length; index++) if (bytes[at + index] !== START[index]) return -1
  const tail = digits - END.length
  for (let index = 0; index < END.length; index++) if (bytes[tail + index] !== END[index]) return -1
  let id = 0
  for (let digit = digits; digit < end - 1; digit++) {
    id = id * 10 + ((bytes[digit] as number) - 48)
    if (id >= 2 ** 32) return -1
  }
  return id
}

/** The twin of `rankPairs` in kernel/strings.ts. */
export function rankPairs(
  pairs: Uint32Array,
  count: number,
  { bits, ranks, tables }: Omit<EphemeronNames, 'count'>,
  rank: number,
  ranked: number,
): number {
  let words = ranked
  for (let pair = 0; pair < count; pair++) {
    const index = pairs[2 * pair] as number
    const word = index >>> 5
    for (; words <= word; words++) ranks[words] = rank + pair
    bits[word] = (bits[word] as number) | (1 << (index & 31))
    tables[rank + pair] = pairs[2 * pair + 1] as number
  }
  return words
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}

function isDigit(byte: number): boolean {
  return (byte - 48) >>> 0 <= 9
}
