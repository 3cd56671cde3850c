// Digits into integers. Compiled with AssemblyScript; src/kernel/javascript-integers.ts is the twin.

const AT_END: u32 = 0
const AT_BRACKET: u32 = 1
const AT_BYTE: u32 = 2
const FULL: u32 = 3
const ASIDE_CAPACITY: u32 = 512
const WIDE: u32 = 0xffffffff
/** A block of 64 bytes holds at most this many integers. */
const BLOCK_INTEGERS: u32 = 32
/** Four at a time are stored, so up to three more than there are. */
const BEYOND: u32 = 3
/** Digits that wait to be made numbers of, eight bytes each, below where arrays begin. */
const WORDS: usize = 1024
const WORDS_END: usize = WORDS + 256 * 8

let position: usize = 0
let stopped: u32 = AT_END
let filled: u32 = 0
let asideCount: u32 = 0

function isDigit(byte: u32): bool {
  return byte - 48 < 10
}

function isSeparator(byte: u32): bool {
  return byte === 44 || byte <= 32
}

/** Puts a number aside that is negative or does not fit; returns false when there is no room for it. */
function putAside(value: f64, low: u32, out: usize, asideAt: usize, asideValues: usize): bool {
  if (asideCount === ASIDE_CAPACITY) return false
  store<u32>(asideAt + ((<usize>asideCount) << 2), filled)
  store<f64>(asideValues + ((<usize>asideCount) << 3), value)
  asideCount++
  store<u32>(out + ((<usize>filled) << 2), low)
  filled++
  return true
}

/** Any run of digits, one by one: what is longer than 8 digits, negative, or near the end of the input. */
function putSlowly(
  from: usize,
  to: usize,
  negative: bool,
  out: usize,
  asideAt: usize,
  asideValues: usize,
): bool {
  let value: f64 = 0
  for (let p = from; p < to; p++) value = value * 10 + <f64>(load<u8>(p) - 48)
  if (negative) return putAside(-value, <u32>-(<i64>min(value, 2147483648)), out, asideAt, asideValues)
  if (value >= 4294967295) return putAside(value, WIDE, out, asideAt, asideValues)
  store<u32>(out + ((<usize>filled) << 2), <u32>value)
  filled++
  return true
}

/** Goes on from `p`, where no number is open, to the first place from `until` on where none is open. */
function scanSlowly(
  from: usize,
  until: usize,
  to: usize,
  out: usize,
  capacity: u32,
  asideAt: usize,
  asideValues: usize,
): void {
  let p = from
  while (p < until) {
    const first: u32 = load<u8>(p)
    if (isSeparator(first)) {
      p++
      continue
    }
    position = p
    if (first === 93) {
      stopped = AT_BRACKET
      return
    }
    const negative = first === 45
    const digits = negative ? p + 1 : p
    let end = digits
    while (end < to && isDigit(load<u8>(end))) end++
    // What may go on in the next input is read again then.
    if (end >= to) return
    const next: u32 = load<u8>(end)
    if (end === digits || !(isSeparator(next) || next === 93)) {
      position = end
      stopped = AT_BYTE
      return
    }
    if (filled === capacity || !putSlowly(digits, end, negative, out, asideAt, asideValues)) {
      stopped = FULL
      return
    }
    p = end
  }
  position = p
}

/** The 1 to 8 digits from `start` on as eight, zeros before them: the count of a shift is taken modulo 64. */
function eightDigits(start: usize, length: u32): u64 {
  return load<u64>(start) << -((<u64>length) << 3)
}

/** The value of eight digits, of which only the low four bits count. */
function eightDigitValue(digits: u64): u32 {
  let word = digits & 0x0f0f0f0f0f0f0f0f
  word = (word * 10 + (word >> 8)) & 0x00ff00ff00ff00ff
  word = (word * 6553601) >> 16
  word = ((word & 0x0000ffff0000ffff) * 42949672960001) >> 32
  return <u32>word
}

/**
 * Makes numbers of the words that wait, four at a time: pairs of digits, fours, eights, each step one multiplication.
 * Returns where the next number goes.
 */
function convert(end: usize, out: usize): usize {
  let to = out
  for (let word = WORDS; word < end; word += 32) {
    let one = v128.and(v128.load(word), i8x16.splat(15))
    let other = v128.and(v128.load(word, 16), i8x16.splat(15))
    one = i16x8.shr_u(i16x8.mul(one, i16x8.splat(10 * 256 + 1)), 8)
    other = i16x8.shr_u(i16x8.mul(other, i16x8.splat(10 * 256 + 1)), 8)
    one = i32x4.dot_i16x8_s(one, i32x4.splat(100 | (1 << 16)))
    other = i32x4.dot_i16x8_s(other, i32x4.splat(100 | (1 << 16)))
    const fours = i16x8.narrow_i32x4_s(one, other)
    v128.store(to, i32x4.dot_i16x8_s(fours, i32x4.splat(10000 | (1 << 16))))
    to += 16
  }
  return out + ((end - WORDS) >> 1)
}

/** More than 8 digits: a number above a hundred million, if it is one at all. */
function putLong(
  start: usize,
  end: usize,
  length: u32,
  out: usize,
  asideAt: usize,
  asideValues: usize,
): bool {
  if (length > 10) return putSlowly(start, end, false, out, asideAt, asideValues)
  const first: u32 = load<u8>(start) - 48
  const high = length === 9 ? first : first * 10 + <u32>load<u8>(start, 1) - 48
  const value = <u64>eightDigitValue(load<u64>(end - 8)) + <u64>high * 100000000
  if (value >= 4294967295) return putAside(<f64>value, WIDE, out, asideAt, asideValues)
  store<u32>(out + ((<usize>filled) << 2), <u32>value)
  filled++
  return true
}

export function integers(
  from: usize,
  to: usize,
  out: usize,
  count: u32,
  capacity: u32,
  asideAt: usize,
  asideValues: usize,
  left: usize,
): u32 {
  filled = count
  asideCount = 0
  stopped = AT_END
  let block = from
  // Where the number that is open at the start of the block begins; the block itself when none is open.
  let start = from
  let open: u64 = 0
  // A local, not `filled`: each number would wait for the one before it to come back from memory.
  let next = out + ((<usize>count) << 2)
  const room = BLOCK_INTEGERS + BEYOND
  const last = capacity < room ? <usize>0 : out + ((<usize>(capacity - room)) << 2)
  let word = WORDS
  while (block + 64 <= to && next + ((word - WORDS) >> 1) <= last) {
    const a = v128.load(block)
    const b = v128.load(block, 16)
    const c = v128.load(block, 32)
    const d = v128.load(block, 48)
    const digitsA = i8x16.le_u(i8x16.sub(a, i8x16.splat(48)), i8x16.splat(9))
    const digitsB = i8x16.le_u(i8x16.sub(b, i8x16.splat(48)), i8x16.splat(9))
    const digitsC = i8x16.le_u(i8x16.sub(c, i8x16.splat(48)), i8x16.splat(9))
    const digitsD = i8x16.le_u(i8x16.sub(d, i8x16.splat(48)), i8x16.splat(9))
    const knownA = v128.or(digitsA, v128.or(i8x16.eq(a, i8x16.splat(44)), i8x16.le_u(a, i8x16.splat(32))))
    const knownB = v128.or(digitsB, v128.or(i8x16.eq(b, i8x16.splat(44)), i8x16.le_u(b, i8x16.splat(32))))
    const knownC = v128.or(digitsC, v128.or(i8x16.eq(c, i8x16.splat(44)), i8x16.le_u(c, i8x16.splat(32))))
    const knownD = v128.or(digitsD, v128.or(i8x16.eq(d, i8x16.splat(44)), i8x16.le_u(d, i8x16.splat(32))))
    if (!i8x16.all_true(v128.and(v128.and(knownA, knownB), v128.and(knownC, knownD)))) {
      next = convert(word, next)
      word = WORDS
      filled = <u32>((next - out) >> 2)
      scanSlowly(open ? start : block, block + 64, to, out, capacity, asideAt, asideValues)
      next = out + ((<usize>filled) << 2)
      if (stopped !== AT_END || position < block + 64) return leave(left)
      block = position
      open = 0
      continue
    }
    const digits: u64 =
      <u64>(<u32>i8x16.bitmask(digitsA)) |
      ((<u64>(<u32>i8x16.bitmask(digitsB))) << 16) |
      ((<u64>(<u32>i8x16.bitmask(digitsC))) << 32) |
      ((<u64>(<u32>i8x16.bitmask(digitsD))) << 48)
    const shifted = (digits << 1) | open
    let ends = ~digits & shifted
    let starts = digits & ~shifted
    if (!open) {
      start = block + <usize>ctz(starts)
      starts &= starts - 1
    }
    while (ends) {
      const end = block + <usize>ctz(ends)
      ends &= ends - 1
      const length = <u32>(end - start)
      if (length <= 8) {
        store<u64>(word, eightDigits(start, length))
        word += 8
      } else {
        next = convert(word, next)
        word = WORDS
        filled = <u32>((next - out) >> 2)
        if (!putLong(start, end, length, out, asideAt, asideValues)) {
          position = start
          stopped = FULL
          return leave(left)
        }
        next += 4
      }
      start = block + <usize>ctz(starts)
      starts &= starts - 1
    }
    open = digits >> 63
    block += 64
    if (word < WORDS_END) continue
    next = convert(word, next)
    word = WORDS
  }
  filled = <u32>((convert(word, next) - out) >> 2)
  scanSlowly(open ? start : block, to, to, out, capacity, asideAt, asideValues)
  return leave(left)
}

function leave(left: usize): u32 {
  store<u32>(left, <u32>position)
  store<u32>(left, stopped, 4)
  store<u32>(left, asideCount, 8)
  return filled
}
