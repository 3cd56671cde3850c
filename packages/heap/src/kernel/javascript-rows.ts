import { type EdgeTarget, type NodeTarget, STRING_EDGES, UNKNOWN_KIND } from './row-targets.js'

/** The twin of `nodeRows` in kernel/rows.ts; returns the first row that cannot be, or -1. */
export function nodeRows(rows: Uint32Array, rowCount: number, target: NodeTarget): number {
  const { fieldCount, type, name, id, selfSize, edgeCount, detachedness, kindCodes } = target
  const { nodeKinds, nodeNames, nodeIds, nodeSizes, firstEdges, edgeLimit } = target
  let { edges, maxName, row } = target
  let bad = -1
  for (let index = 0, from = 0; index < rowCount; index++, from += fieldCount) {
    const kindNumber = rows[from + type] as number
    const kind = kindNumber < 256 ? (kindCodes[kindNumber] as number) : UNKNOWN_KIND
    const detached = detachedness < 0 ? 0 : (rows[from + detachedness] as number)
    const nameIndex = rows[from + name] as number
    edges += rows[from + edgeCount] as number
    if (kind === UNKNOWN_KIND || detached > 2 || edges > edgeLimit) {
      bad = index
      break
    }
    if (nameIndex > maxName) maxName = nameIndex
    nodeKinds[row] = kind | (detached << 5)
    nodeNames[row] = nameIndex
    nodeIds[row] = rows[from + id] as number
    nodeSizes[row] = rows[from + selfSize] as number
    firstEdges[++row] = edges
  }
  target.edges = edges
  target.maxName = maxName
  target.row = row
  return bad
}

/** The twin of `edgeRows` in kernel/rows.ts. */
export function edgeRows(rows: Uint32Array, rowCount: number, target: EdgeTarget): number {
  const { fieldCount, type, nameOrIndex, toNode, kindCodes, nodeCount, edgeTargets, edgeNames } = target
  const { inverse, twos } = target.division
  let { maxName, row } = target
  let bad = -1
  for (let index = 0, from = 0; index < rowCount; index++, from += fieldCount) {
    const kindNumber = rows[from + type] as number
    const kind = kindNumber < 256 ? (kindCodes[kindNumber] as number) : UNKNOWN_KIND
    const product = Math.imul(rows[from + toNode] as number, inverse)
    const to = twos === 0 ? product >>> 0 : ((product >>> twos) | (product << (32 - twos))) >>> 0
    if (kind === UNKNOWN_KIND || to >= nodeCount) {
      bad = index
      break
    }
    const name = rows[from + nameOrIndex] as number
    if ((STRING_EDGES >> kind) & 1 && name > maxName) maxName = name
    edgeTargets[row] = (to << 3) | kind
    if (edgeNames !== undefined) edgeNames[row] = name
    row++
  }
  target.maxName = maxName
  target.row = row
  return bad
}
