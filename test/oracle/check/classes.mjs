/**
 * Count, bytes and retained bytes of each class. DevTools leaves out what has no bytes; of two classes of one name,
 * such as the function `RegExp` and what it makes, retained sizes cannot be told apart from here.
 */
export function checkClasses(ours, { aggregates, selfSizes, retained }, verdict) {
  const theirs = new Map()
  for (const { name, count, self, maxRet } of aggregates) {
    const known = theirs.get(name)
    if (known === undefined) theirs.set(name, { count, self, retained: maxRet })
    else theirs.set(name, { count: known.count + count, self: known.self + self, retained: undefined })
  }
  const own = new Map(ours.classes().map((each) => [each.name, each]))
  // Wherever a size was cut off, and all the way up to the root, DevTools' sums are too small.
  const isCut = ours.totalBytes !== selfSizes.reduce((sum, bytes) => sum + bytes)
  for (const [name, { count, self, retained: expected }] of theirs) {
    const found = own.get(name)
    const tell = () => `${name}: ours ${JSON.stringify(found)}, theirs ${JSON.stringify(theirs.get(name))}`
    verdict.expect(found?.count === count, 'count of a class', tell)
    if (isCut) continue
    verdict.expect(found?.shallowBytes === self, 'bytes of a class', tell)
    verdict.expect(
      expected === undefined || found?.retainedBytes === expected,
      'bytes that a class retains',
      tell,
    )
  }
  for (const name of own.keys()) verdict.expect(theirs.has(name), 'class that DevTools has not', () => name)
  verdict.expect(isCut || ours.retainedBytes(1) === retained[0], 'bytes in all', () => `${ours.totalBytes}`)
  return `${theirs.size} classes`
}
