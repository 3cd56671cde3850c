// Rows of integers into columns. Compiled with AssemblyScript; src/kernel/javascript-rows.ts is the twin.

const BAD_ROW: u32 = 0xffffffff

/** Returns the first row that cannot be, or 2^32 - 1; the new totals are left at `totals`: edges, greatest name. */
export function nodeRows(
  rows: usize,
  rowCount: u32,
  row: u32,
  totals: usize,
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
  const stride = (<usize>fieldCount) << 2
  let edges: u64 = load<u32>(totals)
  let maxName = load<u32>(totals, 4)
  let bad = BAD_ROW
  let from = rows
  for (let index: u32 = 0; index < rowCount; index++) {
    const kindNumber = load<u32>(from + ((<usize>type) << 2))
    const kind = kindNumber < 256 ? load<u8>(kindCodes + kindNumber) : 0xff
    const detached: u32 = detachedness < 0 ? 0 : load<u32>(from + ((<usize>(<u32>detachedness)) << 2))
    const nameIndex = load<u32>(from + ((<usize>name) << 2))
    edges += load<u32>(from + ((<usize>edgeCount) << 2))
    if (kind === 0xff || detached > 2 || edges > <u64>edgeLimit) {
      bad = index
      break
    }
    maxName = max(maxName, nameIndex)
    const to = <usize>(row + index)
    store<u8>(nodeKinds + to, <u8>(kind | (detached << 5)))
    store<u32>(nodeNames + (to << 2), nameIndex)
    store<u32>(nodeIds + (to << 2), load<u32>(from + ((<usize>id) << 2)))
    store<u32>(nodeSizes + (to << 2), load<u32>(from + ((<usize>selfSize) << 2)))
    store<u32>(firstEdges + (to << 2), <u32>edges, 4)
    from += stride
  }
  store<u32>(totals, <u32>edges)
  store<u32>(totals, maxName, 4)
  return bad
}

/**
 * An edge's target is a multiple of the nodes' field count: multiplied by the inverse of its odd part and rotated
 * by its power of two, a multiple gives the quotient and anything else a number beyond every row.
 */
export function edgeRows(
  rows: usize,
  rowCount: u32,
  fieldCount: u32,
  type: u32,
  nameOrIndex: u32,
  toNode: u32,
  kindCodes: usize,
  inverse: u32,
  twos: u32,
  nodeCount: u32,
  stringKinds: u32,
  edgeTargets: usize,
  edgeNames: usize,
  row: u32,
  totals: usize,
): u32 {
  const stride = (<usize>fieldCount) << 2
  let maxName = load<u32>(totals, 4)
  let bad = BAD_ROW
  let from = rows
  for (let index: u32 = 0; index < rowCount; index++) {
    const kindNumber = load<u32>(from + ((<usize>type) << 2))
    const kind: u32 = kindNumber < 256 ? load<u8>(kindCodes + kindNumber) : 0xff
    const target = rotr(load<u32>(from + ((<usize>toNode) << 2)) * inverse, twos)
    if (kind === 0xff || target >= nodeCount) {
      bad = index
      break
    }
    const name = load<u32>(from + ((<usize>nameOrIndex) << 2))
    if ((stringKinds >> kind) & 1) maxName = max(maxName, name)
    const to = (<usize>(row + index)) << 2
    store<u32>(edgeTargets + to, (target << 3) | kind)
    if (edgeNames) store<u32>(edgeNames + to, name)
    from += stride
  }
  store<u32>(totals, maxName, 4)
  return bad
}
