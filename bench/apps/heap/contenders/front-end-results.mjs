/** The summary view of a snapshot object of the DevTools front end, any version. */
export function foundByFrontEnd(snapshot) {
  const aggregates = Object.values(snapshot.aggregatesWithFilter({}))
  const customers = aggregates.find(({ name }) => name === 'Customer')
  return {
    nodes: snapshot.nodeCount,
    bytes: snapshot.rootNode().retainedSize(),
    classes: aggregates.length,
    ...(customers && { customers: customers.count, customersRetained: customers.maxRet }),
  }
}

/** Its keys are class names behind the place of the constructor. */
export function namedDifferences(diff) {
  const classes = {}
  for (const { name, countDelta, addedCount, removedCount } of Object.values(diff)) {
    if (name === 'Leaky' || name === 'Session') {
      classes[name] = { count: countDelta, added: addedCount, removed: removedCount }
    }
  }
  return { classes }
}
