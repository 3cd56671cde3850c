// Digits into columns at one go, as long as a row is as rows usually are: no sign, no number of more than eight
// digits, nothing that cannot be. What else there is, is left to integers.ts and rows.ts, which are exact about it.
import { block, fourNumbers, goTo, open, readBlocks, start, WORDS, WORDS_END } from './digits/words'

/** Type numbers from here on are no usual ones: sixteen kinds can be looked up at once. */
const KINDS: u32 = 16

/** Where the number begins that is the `count`th back from a place; none begins before `from`. */
function back(place: usize, count: usize, from: usize): usize {
  let at = place
  for (let left = count; left > 0; left--) {
    while (load<u8>(at - 1) - 48 >= 10) at--
    while (at > from && load<u8>(at - 1) - 48 < 10) at--
  }
  return at
}

/** The same field of four rows. */
function field(word: usize, stride: usize): v128 {
  const two = v128.load64_lane(word + stride, v128.load64_zero(word), 1)
  const row = word + stride + stride
  return fourNumbers(two, v128.load64_lane(row + stride, v128.load64_zero(row), 1))
}

/** By type number, at most 15: what stands for it in a table. */
function lookUp(table: v128, numbers: v128): v128 {
  return v128.and(i8x16.swizzle(table, numbers), i32x4.splat(255))
}

/** Whether all numbers of a vector are less than this. */
function allBelow(numbers: v128, limit: u32): bool {
  return !v128.any_true(i32x4.ge_u(numbers, i32x4.splat(limit)))
}

function greatest(numbers: v128): u32 {
  const first = max<u32>(i32x4.extract_lane(numbers, 0), i32x4.extract_lane(numbers, 1))
  return max<u32>(first, max<u32>(i32x4.extract_lane(numbers, 2), i32x4.extract_lane(numbers, 3)))
}

/**
 * Reads rows into the columns of nodes, in fours; returns how many. At `totals` are edges and greatest name so far;
 * at `left` stays the place where the next row begins.
 */
export function nodeColumns(
  from: usize,
  to: usize,
  row: u32,
  rowLimit: u32,
  left: usize,
  fieldCount: u32,
  type: u32,
  name: u32,
  id: u32,
  selfSize: u32,
  edgeCount: u32,
  detachedness: i32,
  kindCodes: usize,
  nodeKinds: usize,
  nodeNames: usize,
  nodeIds: usize,
  nodeSizes: usize,
  firstEdges: usize,
  edgeLimit: u32,
): u32 {
  const stride = (<usize>fieldCount) << 3
  const typeAt = WORDS + ((<usize>type) << 3)
  const nameAt = WORDS + ((<usize>name) << 3)
  const idAt = WORDS + ((<usize>id) << 3)
  const sizeAt = WORDS + ((<usize>selfSize) << 3)
  const countAt = WORDS + ((<usize>edgeCount) << 3)
  const detachedAt = WORDS + ((<usize>(<u32>detachedness)) << 3)
  const kinds = v128.load(kindCodes)
  let edges: u64 = load<u32>(left)
  let names = i32x4.splat(load<u32>(left, 4))
  let next = <usize>row
  const last = <usize>rowLimit
  goTo(from)
  let word = WORDS
  while (true) {
    const end = readBlocks(to, word, WORDS_END)
    let offset: usize = 0
    while (WORDS + offset + 4 * stride <= end && next + 4 <= last) {
      const types = field(typeAt + offset, stride)
      let codes = lookUp(kinds, types)
      const indices = field(nameAt + offset, stride)
      const counts = field(countAt + offset, stride)
      let detached = i32x4.splat(0)
      if (detachedness >= 0) detached = field(detachedAt + offset, stride)
      const first = edges + <u64>i32x4.extract_lane(counts, 0)
      const second = first + <u64>i32x4.extract_lane(counts, 1)
      const third = second + <u64>i32x4.extract_lane(counts, 2)
      const fourth = third + <u64>i32x4.extract_lane(counts, 3)
      if (
        !(allBelow(types, KINDS) && allBelow(codes, 255) && allBelow(detached, 3)) ||
        fourth > <u64>edgeLimit
      )
        break
      edges = fourth
      names = i32x4.max_u(names, indices)
      codes = v128.or(codes, i32x4.shl(detached, 5))
      const bytes = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_u(codes, codes), codes)
      v128.store32_lane(nodeKinds + next, bytes, 0)
      const to = next << 2
      v128.store(nodeNames + to, indices)
      v128.store(nodeIds + to, field(idAt + offset, stride))
      v128.store(nodeSizes + to, field(sizeAt + offset, stride))
      store<u32>(firstEdges + to, <u32>first, 4)
      store<u32>(firstEdges + to, <u32>second, 8)
      store<u32>(firstEdges + to, <u32>third, 12)
      store<u32>(firstEdges + to, <u32>fourth, 16)
      next += 4
      offset += 4 * stride
    }
    const rest = end - WORDS - offset
    word = WORDS + rest
    if (end < WORDS_END || rest >= 4 * stride) break
    memory.copy(WORDS, WORDS + offset, rest)
  }
  store<u32>(left, <u32>edges)
  store<u32>(left, greatest(names), 4)
  store<u32>(left, <u32>back(open ? start : block, (word - WORDS) >> 3, from), 8)
  return <u32>next - row
}

/** The same for edges; what names an edge by a string has 255 in `stringTypes`, by type number. */
export function edgeColumns(
  from: usize,
  to: usize,
  fieldCount: u32,
  type: u32,
  nameOrIndex: u32,
  toNode: u32,
  kindCodes: usize,
  stringTypes: usize,
  inverse: u32,
  twos: u32,
  nodeCount: u32,
  edgeTargets: usize,
  edgeNames: usize,
  row: u32,
  rowLimit: u32,
  left: usize,
): u32 {
  const stride = (<usize>fieldCount) << 3
  const typeAt = WORDS + ((<usize>type) << 3)
  const nameAt = WORDS + ((<usize>nameOrIndex) << 3)
  const targetAt = WORDS + ((<usize>toNode) << 3)
  const kinds = v128.load(kindCodes)
  const strings = v128.load(stringTypes)
  let names = i32x4.splat(load<u32>(left, 4))
  let next = <usize>row
  const last = <usize>rowLimit
  goTo(from)
  let word = WORDS
  while (true) {
    const end = readBlocks(to, word, WORDS_END)
    let offset: usize = 0
    while (WORDS + offset + 4 * stride <= end && next + 4 <= last) {
      const types = field(typeAt + offset, stride)
      const codes = lookUp(kinds, types)
      const indices = field(nameAt + offset, stride)
      const product = i32x4.mul(field(targetAt + offset, stride), i32x4.splat(inverse))
      const targets = v128.or(i32x4.shr_u(product, twos), i32x4.shl(product, 32 - twos))
      if (!(allBelow(types, KINDS) && allBelow(codes, 255) && allBelow(targets, nodeCount))) break
      const named = i32x4.shr_s(i32x4.shl(i8x16.swizzle(strings, types), 24), 24)
      names = i32x4.max_u(names, v128.and(indices, named))
      const to = next << 2
      v128.store(edgeTargets + to, v128.or(i32x4.shl(targets, 3), codes))
      if (edgeNames) v128.store(edgeNames + to, indices)
      next += 4
      offset += 4 * stride
    }
    const rest = end - WORDS - offset
    word = WORDS + rest
    if (end < WORDS_END || rest >= 4 * stride) break
    memory.copy(WORDS, WORDS + offset, rest)
  }
  store<u32>(left, greatest(names), 4)
  store<u32>(left, <u32>back(open ? start : block, (word - WORDS) >> 3, from), 8)
  return <u32>next - row
}
