import type { ClassTotals } from '../class-totals.js'
import type { Dominance } from '../dominance.js'
import type { GraphNodes } from '../graph-kernel.js'
import { KIND_BITS, NATIVE, OBJECT } from '../node-codes.js'

/** See `GraphKernel.placeNodes`. */
export function placeNodes(
  nodes: GraphNodes,
  dominance: Dominance,
  totals: ClassTotals,
  from: number,
  to: number,
): void {
  const { nodeKinds, nodeNames, nodeSizes } = nodes
  const { numberOf, retained } = dominance
  const { classOfName, classOfKind, counts, shallow, classOf, extents } = totals
  for (let row = from; row < to; row++) {
    const number = numberOf[row] as number
    const size = nodeSizes[row] as number
    const kind = (nodeKinds[row] as number) & KIND_BITS
    const named = kind === OBJECT || kind === NATIVE
    let code = 0
    if (size !== 0) code = (named ? classOfName[nodeNames[row] as number] : classOfKind[kind]) as number
    retained[number] = size
    extents[number] = 1
    classOf[number] = code
    counts[code] = (counts[code] as number) + 1
    shallow[code] = (shallow[code] as number) + size
  }
}

/** See `GraphKernel.addUp`. */
export function addUp(dominance: Dominance, totals: ClassTotals, from: number, to: number): void {
  const { dominatorOf, retained } = dominance
  const { extents } = totals
  for (let number = from; number > to; number--) {
    const dominator = dominatorOf[number] as number
    retained[dominator] = (retained[dominator] as number) + (retained[number] as number)
    extents[dominator] = (extents[dominator] as number) + (extents[number] as number)
  }
}

/** See `GraphKernel.arrange`. */
export function arrange(dominance: Dominance, totals: ClassTotals, from: number, to: number): void {
  const { dominatorOf } = dominance
  const { extents, order } = totals
  for (let number = from; number < to; number++) {
    const dominator = dominatorOf[number] as number
    const place = extents[dominator] as number
    extents[dominator] = place + (extents[number] as number)
    extents[number] = place + 1
    order[place] = number
  }
}

/** See `GraphKernel.sumClasses`. */
export function sumClasses(dominance: Dominance, totals: ClassTotals, from: number, to: number): void {
  const { retained: bytes } = dominance
  const { classOf, extents, order, coveredTo, retained } = totals
  for (let place = from; place < to; place++) {
    const number = order[place] as number
    const code = classOf[number] as number
    if (place < (coveredTo[code] as number)) continue
    retained[code] = (retained[code] as number) + (bytes[number] as number)
    coveredTo[code] = extents[number] as number
  }
}

/** See `GraphKernel.invert`. */
export function invert(dominance: Dominance, from: number, to: number): void {
  const { numberOf, rowOf } = dominance
  for (let row = from; row < to; row++) rowOf[numberOf[row] as number] = row
}
