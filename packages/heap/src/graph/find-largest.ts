import type { Dominance } from './dominance.js'

/** The rows that retain most, largest first, of those that are accepted. */
export function findLargest(
  { retained, rowOf }: Dominance,
  nodeCount: number,
  count: number,
  accept: (row: number) => boolean,
): number[] {
  const found: number[] = []
  const bytes = (number: number | undefined): number =>
    number === undefined ? -1 : (retained[number] as number)
  for (let number = 1; number <= nodeCount; number++) {
    if (found.length >= count && bytes(number) <= bytes(found.at(-1))) continue
    if (!accept(rowOf[number] as number)) continue
    let place = found.length
    while (place > 0 && bytes(found[place - 1]) < bytes(number)) place--
    found.splice(place, 0, number)
    if (found.length > count) found.pop()
  }
  return found.map((number) => rowOf[number] as number)
}
