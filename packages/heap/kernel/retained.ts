// What nodes and classes retain.
import { at, KIND_BITS, NATIVE, OBJECT, put } from './graph/words'

/** Finds the names of classes, each once; `names[0]` is how many. Returns the row before which there was no room. */
export function findNames(
  nodeKinds: usize,
  nodeNames: usize,
  seen: usize,
  names: usize,
  capacity: u32,
  from: u32,
  to: u32,
): u32 {
  let count = at(names, 0)
  let row = from
  for (; row < to; row++) {
    const kind: u32 = load<u8>(nodeKinds + row) & KIND_BITS
    if (kind !== OBJECT && kind !== NATIVE) continue
    const name = at(nodeNames, row)
    const word = at(seen, name >>> 5)
    const bit: u32 = 1 << (name & 31)
    if ((word & bit) !== 0) continue
    if (count + 1 === capacity) break
    put(seen, name >>> 5, word | bit)
    put(names, ++count, name)
  }
  put(names, 0, count)
  return row
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
