// Digits into words: eight bytes for each number of up to eight digits, which are made numbers of four at a time.

/** Below where arrays begin; what runs over at the end of a block has its room behind. */
export const WORDS: usize = 1024
export const WORDS_END: usize = WORDS + 1024 * 8
export const BLOCK: usize = 64

// Where reading has come to: a block, and whether a number that begins before it, at `start`, goes on in it.
export let block: usize = 0
export let start: usize = 0
export let open: u64 = 0
/** Of the block where it stopped: a bit for each byte that is a digit. */
export let digits: u64 = 0
/** Whether that block has nothing but digits, commas and white space. */
export let isPlain: bool = false

export function goTo(place: usize): void {
  block = place
  start = place
  open = 0
}

/** Once a block has been read in another way. */
export function goOn(from: usize): void {
  start = from
  open = digits >> 63
  block += BLOCK
}

/**
 * Stores a word for each number from `word` on, until the words reach `end` or the blocks `to`; stops before a block
 * that has other bytes or a number of more than eight digits. Returns where the next word goes.
 *
 * One function, written out: it is all of the reading that is done for every byte, and calls in it can be measured.
 */
export function readBlocks(to: usize, word: usize, end: usize): usize {
  let at = block
  let first = start
  let isOpen = open
  let free = word
  while (free < end && at + BLOCK <= to) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    const digitsA = i8x16.le_u(i8x16.sub(a, i8x16.splat(48)), i8x16.splat(9))
    const digitsB = i8x16.le_u(i8x16.sub(b, i8x16.splat(48)), i8x16.splat(9))
    const digitsC = i8x16.le_u(i8x16.sub(c, i8x16.splat(48)), i8x16.splat(9))
    const digitsD = i8x16.le_u(i8x16.sub(d, i8x16.splat(48)), i8x16.splat(9))
    const knownA = v128.or(digitsA, v128.or(i8x16.eq(a, i8x16.splat(44)), i8x16.le_u(a, i8x16.splat(32))))
    const knownB = v128.or(digitsB, v128.or(i8x16.eq(b, i8x16.splat(44)), i8x16.le_u(b, i8x16.splat(32))))
    const knownC = v128.or(digitsC, v128.or(i8x16.eq(c, i8x16.splat(44)), i8x16.le_u(c, i8x16.splat(32))))
    const knownD = v128.or(digitsD, v128.or(i8x16.eq(d, i8x16.splat(44)), i8x16.le_u(d, i8x16.splat(32))))
    const bits: u64 =
      <u64>(<u32>i8x16.bitmask(digitsA)) |
      ((<u64>(<u32>i8x16.bitmask(digitsB))) << 16) |
      ((<u64>(<u32>i8x16.bitmask(digitsC))) << 32) |
      ((<u64>(<u32>i8x16.bitmask(digitsD))) << 48)
    if (!i8x16.all_true(v128.and(v128.and(knownA, knownB), v128.and(knownC, knownD)))) {
      digits = bits
      isPlain = false
      break
    }
    const shifted = (bits << 1) | isOpen
    const ends = ~bits & shifted
    const starts = bits & ~shifted
    const carried: u64 = 0 - isOpen
    let from: u64 = (carried & (<u64>first - <u64>at)) | (~carried & ctz(starts))
    let begins = starts & ((starts - 1) | carried)
    let rest = ends
    let lengths: u64 = 0
    let next = free
    // Two at a time, without asking whether there are two, and whether one is too long is asked once a block: a branch
    // for each number would be mispredicted. Where no number is left, the places are 64.
    do {
      let behind = ctz(rest)
      rest &= rest - 1
      lengths |= behind - from + 7
      // Zeros before the digits; the count of a shift is taken modulo 64.
      store<u64>(next, load<u64>(at + <usize>from) << ((from - behind) << 3))
      from = ctz(begins)
      begins &= begins - 1
      behind = ctz(rest)
      rest &= rest - 1
      lengths |= behind - from + 7
      store<u64>(next, load<u64>(at + <usize>from) << ((from - behind) << 3), 8)
      from = ctz(begins)
      begins &= begins - 1
      next += 16
    } while (rest)
    if (lengths > 15 || !~bits) {
      digits = bits
      isPlain = true
      break
    }
    free += (<usize>popcnt(ends)) << 3
    first = at + BLOCK - <usize>clz(~bits)
    isOpen = bits >> 63
    at += BLOCK
  }
  block = at
  start = first
  open = isOpen
  return free
}

/** Four numbers of four words: pairs of digits, fours, eights, each step one multiplication. */
export function fourNumbers(two: v128, more: v128): v128 {
  let one = v128.and(two, i8x16.splat(15))
  let other = v128.and(more, i8x16.splat(15))
  one = i16x8.shr_u(i16x8.mul(one, i16x8.splat(10 * 256 + 1)), 8)
  other = i16x8.shr_u(i16x8.mul(other, i16x8.splat(10 * 256 + 1)), 8)
  one = i32x4.dot_i16x8_s(one, i32x4.splat(100 | (1 << 16)))
  other = i32x4.dot_i16x8_s(other, i32x4.splat(100 | (1 << 16)))
  const fours = i16x8.narrow_i32x4_s(one, other)
  return i32x4.dot_i16x8_s(fours, i32x4.splat(10000 | (1 << 16)))
}
