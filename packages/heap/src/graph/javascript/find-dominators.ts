import type { Numbering } from '../numbering.js'

/** See `GraphKernel.findDominators`. */
export function findDominators(numbering: Numbering, from: number, to: number, maxSteps: number): number {
  const { parentOf, cursors } = numbering
  let steps = maxSteps
  for (let number = from; number < to; number++) {
    const semidominator = cursors[number] as number
    let dominator = parentOf[number] as number
    while (dominator > semidominator) {
      if (steps-- === 0) return number
      dominator = parentOf[dominator] as number
    }
    parentOf[number] = dominator
  }
  return to
}

/**
 * See `GraphKernel.findDominatorsByJumps`.
 *
 * Beside its dominator each node knows one far above, as far as the size of a digit of its depth in skew binary
 * allows, so that a search upwards takes logarithmic time.
 */
export function findDominatorsByJumps(numbering: Numbering, from: number, to: number): void {
  const { parentOf, cursors, pairs } = numbering
  pairs[2] = 1
  pairs[3] = 0
  for (let number = 2; number < to; number++) {
    let dominator = parentOf[number] as number
    if (number >= from) {
      const semidominator = cursors[number] as number
      while (dominator > semidominator) {
        const jump = pairs[2 * dominator] as number
        dominator = jump >= semidominator ? jump : (parentOf[dominator] as number)
      }
      parentOf[number] = dominator
    }
    const depth = pairs[2 * dominator + 1] as number
    const jump = pairs[2 * dominator] as number
    const jumpDepth = pairs[2 * jump + 1] as number
    const farther = pairs[2 * jump] as number
    const even = depth - jumpDepth === jumpDepth - (pairs[2 * farther + 1] as number)
    pairs[2 * number] = even ? farther : dominator
    pairs[2 * number + 1] = depth + 1
  }
}
