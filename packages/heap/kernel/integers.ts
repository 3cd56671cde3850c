// Digits into integers. Compiled with AssemblyScript; src/kernel/javascript-integers.ts is the twin.
import {
  BLOCK,
  block,
  digits,
  fourNumbers,
  goOn,
  goTo,
  isPlain,
  open,
  readBlocks,
  start,
  WORDS,
  WORDS_END,
} from './digits/words'

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

/** Makes numbers of the words that wait; returns where the next number goes. */
function convert(end: usize, out: usize): usize {
  let to = out
  for (let word = WORDS; word < end; word += 32) {
    v128.store(to, fourNumbers(v128.load(word), v128.load(word, 16)))
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
  // A local, not `filled`: each number would wait for the one before it to come back from memory.
  let next = out + ((<usize>count) << 2)
  const room = BLOCK_INTEGERS + BEYOND
  const last = capacity < room ? <usize>0 : out + ((<usize>(capacity - room)) << 2)
  goTo(from)
  while (block + BLOCK <= to && next <= last) {
    const end = min(WORDS_END, WORDS + ((last - next + 4) << 1))
    const word = readBlocks(to, WORDS, end)
    next = convert(word, next)
    if (word >= end || block + BLOCK > to) continue
    filled = <u32>((next - out) >> 2)
    if (isPlain) {
      const begun = readLong(out, asideAt, asideValues)
      next = out + ((<usize>filled) << 2)
      if (stopped !== AT_END) return leave(left)
      goOn(begun)
    } else {
      const until = block + BLOCK
      scanSlowly(open ? start : block, until, to, out, capacity, asideAt, asideValues)
      next = out + ((<usize>filled) << 2)
      if (stopped !== AT_END || position < until) return leave(left)
      goTo(position)
    }
  }
  filled = <u32>((next - out) >> 2)
  scanSlowly(open ? start : block, to, to, out, capacity, asideAt, asideValues)
  return leave(left)
}

/** A block that has a number of more than eight digits. Returns where the number begins that goes on behind it. */
function readLong(out: usize, asideAt: usize, asideValues: usize): usize {
  const shifted = (digits << 1) | open
  let ends = ~digits & shifted
  let starts = digits & ~shifted
  let from = start
  if (!open) {
    from = block + <usize>ctz(starts)
    starts &= starts - 1
  }
  while (ends) {
    const end = block + <usize>ctz(ends)
    ends &= ends - 1
    const length = <u32>(end - from)
    if (length <= 8) {
      store<u32>(out + ((<usize>filled) << 2), eightDigitValue(eightDigits(from, length)))
      filled++
    } else if (!putLong(from, end, length, out, asideAt, asideValues)) {
      position = from
      stopped = FULL
      break
    }
    from = block + <usize>ctz(starts)
    starts &= starts - 1
  }
  return from
}

function leave(left: usize): u32 {
  store<u32>(left, <u32>position)
  store<u32>(left, stopped, 4)
  store<u32>(left, asideCount, 8)
  return filled
}
