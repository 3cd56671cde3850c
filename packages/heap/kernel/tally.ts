// Nodes by class, for comparisons. src/diff/tally-nodes.ts is the twin.
import { at, KIND_BITS, NATIVE, OBJECT, put } from './graph/words'

const WIDE: u32 = 0xffffffff
/** Of each class: count, bytes, count of what has no lasting id, count of what is new. */
const SUMS_BYTES: usize = 32

function add(sum: usize, value: f64): void {
  store<f64>(sum, load<f64>(sum) + value)
}

/** Returns the first row that is not counted: its name is beyond the table, or a class too many. */
export function tally(
  nodeKinds: usize,
  nodeNames: usize,
  nodeIds: usize,
  nodeSizes: usize,
  slotOfName: usize,
  nameCount: u32,
  kindCount: u32,
  names: usize,
  sums: usize,
  capacity: u32,
  known: usize,
  knownUpTo: u32,
  state: usize,
  from: u32,
  to: u32,
): u32 {
  let named = at(state, 0)
  let strays = at(state, 1)
  let reaches = at(state, 2)
  let row = from
  for (; row < to; row++) {
    let slot: u32 = load<u8>(nodeKinds + row) & KIND_BITS
    if (slot === OBJECT || slot === NATIVE) {
      const name = at(nodeNames, row)
      if (name >= nameCount) break
      slot = at(slotOfName, name)
      if (slot === 0) {
        if (kindCount + named === capacity) break
        slot = kindCount + named
        put(slotOfName, name, slot)
        put(names, named++, name)
      }
    }
    const sum = sums + <usize>slot * SUMS_BYTES
    const id = at(nodeIds, row)
    add(sum, 1)
    add(sum + 8, <f64>at(nodeSizes, row))
    if ((id & 1) === 0 || id === WIDE) {
      add(sum + 16, 1)
    } else if (id > knownUpTo) {
      add(sum + 24, 1)
      reaches = 1
    } else if (((at(known, id >>> 6) >>> ((id >>> 1) & 31)) & 1) === 0) {
      add(sum + 24, 1)
      strays++
    } else if (id === knownUpTo) {
      reaches = 1
    }
  }
  put(state, 0, named)
  put(state, 1, strays)
  put(state, 2, reaches)
  return row
}

export function greatestId(nodeIds: usize, from: u32, to: u32, least: u32): u32 {
  let greatest = least
  for (let row = from; row < to; row++) {
    const id = at(nodeIds, row)
    if (id > greatest && (id & 1) === 1 && id !== WIDE) greatest = id
  }
  return greatest
}

export function markIds(nodeIds: usize, words: usize, from: u32, to: u32): u32 {
  let count: u32 = 0
  for (let row = from; row < to; row++) {
    const id = at(nodeIds, row)
    if ((id & 1) === 0 || id === WIDE) continue
    const word = at(words, id >>> 6)
    const bit: u32 = 1 << ((id >>> 1) & 31)
    if ((word & bit) === 0) count++
    put(words, id >>> 6, word | bit)
  }
  return count
}
