import type { Numbering } from '../numbering.js'

/**
 * See `GraphKernel.findSemidominators`.
 *
 * `pairs` holds, for each number above the one at hand, an ancestor and the smallest semidominator on the way up to
 * it, the ancestor's own excluded. Ways are shortened as they are walked: up once, with each ancestor turned to
 * point back, then down again, so that no stack is needed, however long the way.
 */
export function findSemidominators(
  numbering: Numbering,
  predecessors: Uint32Array,
  from: number,
  to: number,
  listEnd: number,
): number {
  const { parentOf, cursors, pairs } = numbering
  let end = listEnd
  for (let number = from; number > to; number--) {
    const start = cursors[number] as number
    const parent = parentOf[number] as number
    let semidominator = parent
    for (let slot = start; slot < end && semidominator > 1; slot++) {
      let node = predecessors[slot] as number
      if (node > number) {
        let ancestor = pairs[2 * node] as number
        if (ancestor > number) {
          let back = 0
          while (ancestor > number) {
            pairs[2 * node] = back
            back = node
            node = ancestor
            ancestor = pairs[2 * node] as number
          }
          let smallest = pairs[2 * node + 1] as number
          while (back !== 0) {
            node = back
            back = pairs[2 * node] as number
            pairs[2 * node] = ancestor
            if ((pairs[2 * node + 1] as number) > smallest) pairs[2 * node + 1] = smallest
            else smallest = pairs[2 * node + 1] as number
          }
        }
        node = pairs[2 * node + 1] as number
      }
      if (node < semidominator) semidominator = node
    }
    end = start
    cursors[number] = semidominator
    pairs[2 * number] = parent
    pairs[2 * number + 1] = semidominator
  }
  return end
}
