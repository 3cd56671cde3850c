import * as heap from '@plimsoll/heap'
import { parseSnapshot } from '../../../../packages/heap/dist/esm/parse/parse-snapshot.js'

export const analyze = (file) => analyzeWith(file)
export const parse = (file) => parseWith(file)

/** All that a full analysis is: graph, dominators, retained sizes, also by class, and a path to the root. */
export async function analyzeWith(file, options) {
  const snapshot = await heap.openSnapshot(file, options)
  const classes = snapshot.classes()
  const customers = classes.find(({ name }) => name === 'Customer')
  const found = {
    nodes: snapshot.nodeCount,
    edges: snapshot.edgeCount,
    bytes: snapshot.totalBytes,
    classes: classes.length,
    ...(customers && { customers: customers.count, customersRetained: customers.retainedBytes }),
    path: snapshot.retainerPath(someId(snapshot)).length,
  }
  snapshot.close()
  return found
}

/** The path of any one object takes the shortest ways to all, which DevTools finds out beforehand, too. */
function someId(snapshot) {
  let id = 20_001
  while (!snapshot.node(id)) id += 2
  return id
}

export async function parseWith(file, options) {
  const parsed = await parseSnapshot(file, options)
  const found = {
    nodes: parsed.columns.nodeCount,
    edges: parsed.columns.edgeCount,
    strings: parsed.strings.count,
  }
  parsed.close()
  return found
}

export async function diff(before, after) {
  const { change } = await heap.diffSnapshots(before, after)
  return { classes: namedClasses(change) }
}

export async function clusters(before, after) {
  const { change, clusters: found } = await heap.diffSnapshots(before, after, { clusters: true })
  return {
    classes: namedClasses(change),
    clusters: found.slice(0, 5).map(({ count, bytes, path, growthPoint, owner }) => ({
      ...{ count, bytes, path, growthPoint, owner },
    })),
  }
}

const namedClasses = ({ classes }) =>
  Object.fromEntries(
    classes
      .filter(({ name }) => name === 'Leaky' || name === 'Session')
      .map(({ name, count, added, removed }) => [name, { count, added, removed }]),
  )
