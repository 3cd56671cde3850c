// The loops over the graph: twins of src/graph/javascript, line by line. What the arrays mean is written in
// src/graph/graph-kernel.ts; here all of them are pointers, and numbers are the array's entries.

// Where memory is read in no order, a loop that reads a few steps ahead what it will need waits less: what it read is
// thrown away, here, because the compiler would otherwise leave it out. Nobody's array begins below 1,024.
const AHEAD: u32 = 12
const NOWHERE: usize = 0
const INTERNAL: u32 = 3
// Shortcut and weak: the two kinds of edges that hold nothing.
const SHORTCUT: u32 = 5
const WEAK: u32 = 6
const KIND_BITS: u32 = 31
const ARRAY: u32 = 1
const OBJECT: u32 = 3
const NATIVE: u32 = 8

function at(array: usize, index: u32): u32 {
  return load<u32>(array + ((<usize>index) << 2))
}

function put(array: usize, index: u32, value: u32): void {
  store<u32>(array + ((<usize>index) << 2), value)
}

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

export function placeNodes(
  nodeKinds: usize,
  nodeNames: usize,
  nodeSizes: usize,
  numberOf: usize,
  retained: usize,
  classOfName: usize,
  classOfKind: usize,
  counts: usize,
  shallow: usize,
  classOf: usize,
  extents: usize,
  from: u32,
  to: u32,
): void {
  for (let row = from; row < to; row++) {
    const number = at(numberOf, row)
    const size = at(nodeSizes, row)
    const kind: u32 = load<u8>(nodeKinds + row) & KIND_BITS
    let code: u32 = 0
    if (size !== 0) {
      code = kind === OBJECT || kind === NATIVE ? at(classOfName, at(nodeNames, row)) : at(classOfKind, kind)
    }
    store<f64>(retained + ((<usize>number) << 3), <f64>size)
    put(extents, number, 1)
    put(classOf, number, code)
    put(counts, code, at(counts, code) + 1)
    const sum = shallow + ((<usize>code) << 3)
    store<f64>(sum, load<f64>(sum) + <f64>size)
  }
}

export function addUp(dominatorOf: usize, retained: usize, extents: usize, from: u32, to: u32): void {
  for (let number = from; number > to; number--) {
    const dominator = at(dominatorOf, number)
    const sum = retained + ((<usize>dominator) << 3)
    store<f64>(sum, load<f64>(sum) + load<f64>(retained + ((<usize>number) << 3)))
    put(extents, dominator, at(extents, dominator) + at(extents, number))
  }
}

export function arrange(dominatorOf: usize, extents: usize, order: usize, from: u32, to: u32): void {
  for (let number = from; number < to; number++) {
    const dominator = at(dominatorOf, number)
    const place = at(extents, dominator)
    put(extents, dominator, place + at(extents, number))
    put(extents, number, place + 1)
    put(order, place, number)
  }
}

export function sumClasses(
  bytes: usize,
  classOf: usize,
  extents: usize,
  order: usize,
  coveredTo: usize,
  retained: usize,
  from: u32,
  to: u32,
): void {
  for (let place = from; place < to; place++) {
    const number = at(order, place)
    const code = at(classOf, number)
    if (place < at(coveredTo, code)) continue
    const sum = retained + ((<usize>code) << 3)
    store<f64>(sum, load<f64>(sum) + load<f64>(bytes + ((<usize>number) << 3)))
    put(coveredTo, code, at(extents, number))
  }
}

export function invert(numberOf: usize, rowOf: usize, from: u32, to: u32): void {
  for (let row = from; row < to; row++) put(rowOf, at(numberOf, row), row)
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
