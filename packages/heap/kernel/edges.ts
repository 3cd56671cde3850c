// What holds, and the ways along what holds.
import { ARRAY, at, INTERNAL, KIND_BITS, NOWHERE, put, SHORTCUT, WEAK } from './graph/words'

export function settle(
  firstEdges: usize,
  edgeTargets: usize,
  edgeNames: usize,
  nodeIds: usize,
  bits: usize,
  ranks: usize,
  tables: usize,
  nameEnd: u32,
  from: u32,
  to: u32,
): u32 {
  let settled: u32 = 0
  let end = at(firstEdges, from)
  for (let row = from; row < to; row++) {
    let edge = end
    end = at(firstEdges, row + 1)
    for (; edge < end; edge++) {
      const target = at(edgeTargets, edge)
      if ((target & 7) !== INTERNAL) continue
      const name = at(edgeNames, edge)
      if (name >= nameEnd) continue
      const word = at(bits, name >>> 5)
      if (((word >>> (name & 31)) & 1) === 0) continue
      const rank = at(ranks, name >>> 5) + popcnt(word & ((1 << (name & 31)) - 1))
      if (at(tables, rank) !== at(nodeIds, row)) continue
      put(edgeTargets, edge, (target & ~7) | (row === 0 ? WEAK : SHORTCUT))
      settled++
    }
  }
  return settled
}

export function search(
  nodeCount: u32,
  firstEdges: usize,
  edgeTargets: usize,
  numberOf: usize,
  parentOf: usize,
  cursors: usize,
  pairs: usize,
  owned: usize,
  state: usize,
  low: u32,
  limit: u32,
): void {
  let top = pairs + ((<usize>at(state, 0)) << 3)
  let current = at(state, 1)
  let last = at(state, 2)
  let edge = edgeTargets + ((<usize>at(state, 3)) << 2)
  let end = edgeTargets + ((<usize>at(state, 4)) << 2)
  for (;;) {
    if (edge === end) {
      if (top === pairs) break
      top -= 8
      edge = load<u32>(top)
      end = load<u32>(top, 4)
      current = at(parentOf, current)
      continue
    }
    const target = load<u32>(edge)
    edge += 4
    const kind = target & 7
    const row = target >>> 3
    if (kind - SHORTCUT < 2) {
      if (kind === SHORTCUT && low === 1 && at(numberOf, row) === 0) {
        put(owned, row >>> 5, at(owned, row >>> 5) | (1 << (row & 31)))
      }
      continue
    }
    const number = at(numberOf, row)
    if (number === 0) {
      if (last === limit) {
        edge -= 4
        break
      }
      last++
      put(numberOf, row, last)
      put(parentOf, last, current)
      store<u32>(top, edge)
      store<u32>(top, end, 4)
      top += 8
      current = last
      edge = edgeTargets + ((<usize>at(firstEdges, row)) << 2)
      end = edgeTargets + ((<usize>at(firstEdges, row + 1)) << 2)
    } else if (number > low && number !== current && number <= nodeCount) {
      if (number < current || at(parentOf, number) !== current) put(cursors, number, at(cursors, number) + 1)
    }
  }
  put(state, 0, <u32>((top - pairs) >>> 3))
  put(state, 1, current)
  put(state, 2, last)
  put(state, 3, <u32>((edge - edgeTargets) >>> 2))
  put(state, 4, <u32>((end - edgeTargets) >>> 2))
}

export function spread(
  firstEdges: usize,
  edgeTargets: usize,
  nodeKinds: usize,
  retainers: usize,
  queue: usize,
  found: usize,
  state: usize,
  limit: u32,
): void {
  let done = at(state, 0)
  let count = at(state, 1)
  let ahead: u32 = 0
  for (; done < count && done < limit; done++) {
    const row = at(queue, done)
    const end = at(firstEdges, row + 1)
    if (done + 8 < count) {
      ahead ^= at(firstEdges, at(queue, done + 8))
      ahead ^= at(edgeTargets, at(firstEdges, at(queue, done + 4)))
    }
    for (let edge = at(firstEdges, row); edge < end; edge++) {
      const target = at(edgeTargets, edge)
      const kind = target & 7
      if (kind === WEAK || (kind === SHORTCUT && (load<u8>(nodeKinds + row) & KIND_BITS) === ARRAY)) continue
      const next = target >>> 3
      const word = at(found, next >>> 5)
      const bit: u32 = 1 << (next & 31)
      if ((word & bit) !== 0) continue
      put(found, next >>> 5, word | bit)
      put(retainers, next, edge + 1)
      put(queue, count++, next)
    }
  }
  store<u32>(NOWHERE, ahead)
  put(state, 0, done)
  put(state, 1, count)
}
