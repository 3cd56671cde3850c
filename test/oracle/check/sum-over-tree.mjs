/** Adds up sizes towards the root, row 0, which is its own parent. */
export function sumOverTree(parents, sizes) {
  const sums = Float64Array.from(sizes)
  const children = new Uint32Array(parents.length)
  for (let row = 1; row < parents.length; row++) children[parents[row]]++
  for (let start = 1; start < parents.length; start++) {
    // Up from each leaf, as far as this was the last child.
    for (let row = start; row !== 0 && children[row] === 0; row = parents[row]) {
      sums[parents[row]] += sums[row]
      children[row] = -1
      children[parents[row]]--
    }
  }
  return sums
}
