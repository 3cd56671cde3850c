// Where strings begin and end. Compiled with AssemblyScript; src/kernel/javascript-strings.ts is the twin.

/** Finds the closing quote of the string that begins at `from`; what it returns may lie beyond the input. */
function closingQuote(from: usize, to: usize): usize {
  let p = from
  while (p < to) {
    const bytes = v128.load(p)
    const found = i8x16.bitmask(v128.or(i8x16.eq(bytes, i8x16.splat(34)), i8x16.eq(bytes, i8x16.splat(92))))
    if (!found) {
      p += 16
      continue
    }
    p += <usize>ctz(found)
    if (load<u8>(p) === 34) return p
    p += 2
  }
  return to
}

const NO_TABLE: u64 = 0x100000000
/** Of ` / part of key (` and ` pair in WeakMap (table @`, which are compared eight bytes at a time. */
const START_BYTES: usize = 16
const END_BYTES: usize = 25

function isDigit(byte: u32): bool {
  return byte - 48 < 10
}

/**
 * Id of the table in the name of an ephemeron's edge, `7 / part of key (…) -> value (…) pair in WeakMap (table @9)`;
 * beyond 32 bits for anything else.
 */
function ephemeronTable(from: usize, end: usize): u64 {
  if (load<u8>(end - 1) !== 41 || !isDigit(load<u8>(from))) return NO_TABLE
  let at = from + 1
  while (isDigit(load<u8>(at))) at++
  let digits = end - 1
  while (digits > at && isDigit(load<u8>(digits - 1))) digits--
  if (digits === end - 1 || digits < at + START_BYTES + END_BYTES) return NO_TABLE
  if (load<u64>(at) !== 0x2074726170202f20 || load<u64>(at, 8) !== 0x282079656b20666f) return NO_TABLE
  const tail = digits - END_BYTES
  if (load<u64>(tail) !== 0x6e69207269617020 || load<u64>(tail, 8) !== 0x70614d6b61655720) return NO_TABLE
  if (load<u64>(tail, 16) !== 0x20656c6261742820 || load<u8>(tail, 24) !== 64) return NO_TABLE
  let id: u64 = 0
  for (let digit = digits; digit < end - 1; digit++) {
    id = id * 10 + (load<u8>(digit) - 48)
    if (id > 0xffffffff) return NO_TABLE
  }
  return id
}

export function strings(
  from: usize,
  to: usize,
  base: usize,
  out: usize,
  capacity: u32,
  pairs: usize,
  pairCapacity: u32,
  first: u32,
  every: u32,
  left: usize,
): u32 {
  let index = first
  let count: u32 = 0
  let pairCount: u32 = 0
  let stopped: u32 = 0
  let due = first % every === 0 ? first : first - (first % every) + every
  let p = from
  while (p < to && (count + 1) * 3 <= capacity && (pairCount + 1) * 2 <= pairCapacity) {
    const byte: u32 = load<u8>(p)
    if (byte === 34) {
      const start = p + 1
      const end = closingQuote(start, to)
      if (end >= to) break
      if (index === due) {
        const entry = out + <usize>count * 12
        store<u32>(entry, index)
        store<u32>(entry, <u32>(start - base), 4)
        store<u32>(entry, <u32>(end - base), 8)
        count++
        due += every
      }
      const table = ephemeronTable(start, end)
      if (table <= 0xffffffff) {
        const pair = pairs + ((<usize>pairCount) << 3)
        store<u32>(pair, index)
        store<u32>(pair, <u32>table, 4)
        pairCount++
      }
      index++
      p = end + 1
      continue
    }
    if (byte !== 44 && byte > 32) {
      stopped = byte === 93 ? 1 : 2
      break
    }
    p++
  }
  store<u32>(left, <u32>p)
  store<u32>(left, stopped, 4)
  store<u32>(left, index, 8)
  store<u32>(left, pairCount, 12)
  return count
}

/**
 * Notes pairs, whose strings rise: a bit for each string, and the tables' ids from `rank` on. Of each word, up to that
 * of the last string, it is noted how many bits are set before it; `ranked` words have it already. Returns how many do.
 */
export function rankPairs(
  pairs: usize,
  count: u32,
  bits: usize,
  ranks: usize,
  tables: usize,
  rank: u32,
  ranked: u32,
): u32 {
  let words = ranked
  for (let pair: u32 = 0; pair < count; pair++) {
    const from = pairs + ((<usize>pair) << 3)
    const index = load<u32>(from)
    const word = index >>> 5
    for (; words <= word; words++) store<u32>(ranks + ((<usize>words) << 2), rank + pair)
    const at = bits + ((<usize>word) << 2)
    store<u32>(at, load<u32>(at) | (1 << (index & 31)))
    store<u32>(tables + ((<usize>(rank + pair)) << 2), load<u32>(from, 4))
  }
  return words
}
