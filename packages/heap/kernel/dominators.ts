// From a depth-first numbering to immediate dominators.
import { AHEAD, at, NOWHERE, put, SHORTCUT } from './graph/words'

/** Turns the numbers of predecessors into the ends of their lists. */
export function endLists(cursors: usize, from: u32, to: u32, end: u32): u32 {
  let last = end
  for (let number = from; number < to; number++) {
    last += at(cursors, number)
    put(cursors, number, last)
  }
  return last
}

export function collectPredecessors(
  firstEdges: usize,
  edgeTargets: usize,
  numberOf: usize,
  parentOf: usize,
  cursors: usize,
  predecessors: usize,
  ownedEnd: u32,
  reached: u32,
  from: u32,
  to: u32,
): void {
  let end = at(firstEdges, from)
  for (let row = from; row < to; row++) {
    let edge = end
    end = at(firstEdges, row + 1)
    const source = at(numberOf, row)
    if (source === 1 || source > reached) continue
    const low: u32 = source > ownedEnd ? ownedEnd : 1
    for (; edge < end; edge++) {
      const target = at(edgeTargets, edge)
      if ((target & 7) - SHORTCUT < 2) continue
      const number = at(numberOf, target >>> 3)
      if (number <= low || number === source || number > reached) continue
      if (number > source && at(parentOf, number) === source) continue
      const slot = at(cursors, number) - 1
      put(cursors, number, slot)
      put(predecessors, slot, source)
    }
  }
}

export function findSemidominators(
  parentOf: usize,
  cursors: usize,
  pairs: usize,
  predecessors: usize,
  from: u32,
  to: u32,
  listEnd: u32,
): u32 {
  let end = listEnd
  let ahead: u32 = 0
  for (let number = from; number > to; number--) {
    const start = at(cursors, number)
    const parent = at(parentOf, number)
    let semidominator = parent
    if (start > AHEAD) ahead ^= at(pairs, at(predecessors, start - AHEAD) << 1)
    for (let slot = start; slot < end && semidominator > 1; slot++) {
      let node = at(predecessors, slot)
      if (node > number) {
        let pair = pairs + ((<usize>node) << 3)
        let ancestor = load<u32>(pair)
        if (ancestor > number) {
          let back: usize = 0
          while (ancestor > number) {
            store<u32>(pair, back)
            back = pair
            pair = pairs + ((<usize>ancestor) << 3)
            ancestor = load<u32>(pair)
          }
          let smallest = load<u32>(pair, 4)
          while (back !== 0) {
            pair = back
            back = load<u32>(pair)
            store<u32>(pair, ancestor)
            const label = load<u32>(pair, 4)
            if (label > smallest) store<u32>(pair, smallest, 4)
            else smallest = label
          }
        }
        node = load<u32>(pair, 4)
      }
      if (node < semidominator) semidominator = node
    }
    end = start
    put(cursors, number, semidominator)
    const own = pairs + ((<usize>number) << 3)
    store<u32>(own, parent)
    store<u32>(own, semidominator, 4)
  }
  store<u32>(NOWHERE, ahead)
  return end
}

export function findDominators(parentOf: usize, cursors: usize, from: u32, to: u32, maxSteps: u32): u32 {
  let steps = maxSteps
  for (let number = from; number < to; number++) {
    const semidominator = at(cursors, number)
    let dominator = at(parentOf, number)
    while (dominator > semidominator) {
      if (steps-- === 0) return number
      dominator = at(parentOf, dominator)
    }
    put(parentOf, number, dominator)
  }
  return to
}

export function findDominatorsByJumps(
  parentOf: usize,
  cursors: usize,
  pairs: usize,
  from: u32,
  to: u32,
): void {
  put(pairs, 2, 1)
  put(pairs, 3, 0)
  for (let number: u32 = 2; number < to; number++) {
    let dominator = at(parentOf, number)
    if (number >= from) {
      const semidominator = at(cursors, number)
      while (dominator > semidominator) {
        const jump = at(pairs, 2 * dominator)
        dominator = jump >= semidominator ? jump : at(parentOf, dominator)
      }
      put(parentOf, number, dominator)
    }
    const depth = at(pairs, 2 * dominator + 1)
    const jump = at(pairs, 2 * dominator)
    const jumpDepth = at(pairs, 2 * jump + 1)
    const farther = at(pairs, 2 * jump)
    const even = depth - jumpDepth === jumpDepth - at(pairs, 2 * farther + 1)
    put(pairs, 2 * number, even ? farther : dominator)
    put(pairs, 2 * number + 1, depth + 1)
  }
}
