import type { GraphNodes } from '../graph-kernel.js'
import { KIND_BITS, NATIVE, OBJECT } from '../node-codes.js'

/** See `GraphKernel.findNames`. */
export function findNames(
  { nodeKinds, nodeNames }: GraphNodes,
  seen: Uint32Array,
  names: Uint32Array,
  from: number,
  to: number,
): number {
  let count = names[0] as number
  let row = from
  for (; row < to; row++) {
    const kind = (nodeKinds[row] as number) & KIND_BITS
    if (kind !== OBJECT && kind !== NATIVE) continue
    const name = nodeNames[row] as number
    const word = seen[name >>> 5] as number
    const bit = 1 << (name & 31)
    if ((word & bit) !== 0) continue
    if (count + 1 === names.length) break
    seen[name >>> 5] = word | bit
    names[++count] = name
  }
  names[0] = count
  return row
}
