import type { KernelExports } from '../kernel/kernel.js'
import type { GraphKernel } from './graph-kernel.js'

/**
 * Hands the arrays to the compiled loops as pointers: all of them lie in the memory of the kernel. What comes back is
 * signed there, and is not here.
 */
export function wasmGraphKernel(exports: KernelExports): GraphKernel {
  const loop = (name: string): ((...args: number[]) => number) => {
    const found = exports[name]
    if (found === undefined) throw new Error(`The kernel has no function ${name}`)
    return found
  }
  const settle = loop('settle')
  const search = loop('search')
  const endLists = loop('endLists')
  const findNames = loop('findNames')
  const collectPredecessors = loop('collectPredecessors')
  const findSemidominators = loop('findSemidominators')
  const findDominators = loop('findDominators')
  const findDominatorsByJumps = loop('findDominatorsByJumps')
  const placeNodes = loop('placeNodes')
  const addUp = loop('addUp')
  const arrange = loop('arrange')
  const sumClasses = loop('sumClasses')
  const invert = loop('invert')
  const spread = loop('spread')
  return {
    settle: ({ firstEdges, edgeTargets, edgeNames, nodeIds }, { bits, ranks, tables }, ...range) => {
      const arrays = [firstEdges, edgeTargets, edgeNames, nodeIds, bits, ranks, tables]
      return settle(...arrays.map(pointer), bits.length * 32, ...range)
    },
    search: (
      { nodeCount, firstEdges, edgeTargets },
      { numberOf, parentOf, cursors, pairs, owned, state },
      low,
      limit,
    ) => {
      search(
        nodeCount,
        ...[firstEdges, edgeTargets, numberOf, parentOf, cursors, pairs, owned, state].map(pointer),
        low,
        limit,
      )
    },
    endLists: ({ cursors }, ...range) => endLists(cursors.byteOffset, ...range) >>> 0,
    collectPredecessors: (
      { firstEdges, edgeTargets },
      { numberOf, parentOf, cursors },
      predecessors,
      ...range
    ) => {
      const arrays = [firstEdges, edgeTargets, numberOf, parentOf, cursors, predecessors]
      collectPredecessors(...arrays.map(pointer), ...range)
    },
    findSemidominators: ({ parentOf, cursors, pairs }, predecessors, ...range) =>
      findSemidominators(...[parentOf, cursors, pairs, predecessors].map(pointer), ...range) >>> 0,
    findDominators: ({ parentOf, cursors }, ...range) =>
      findDominators(parentOf.byteOffset, cursors.byteOffset, ...range) >>> 0,
    findDominatorsByJumps: ({ parentOf, cursors, pairs }, ...range) => {
      findDominatorsByJumps(parentOf.byteOffset, cursors.byteOffset, pairs.byteOffset, ...range)
    },
    findNames: ({ nodeKinds, nodeNames }, seen, names, ...range) =>
      findNames(...[nodeKinds, nodeNames, seen, names].map(pointer), names.length, ...range) >>> 0,
    placeNodes: ({ nodeKinds, nodeNames, nodeSizes }, { numberOf, retained }, totals, ...range) => {
      const { classOfName, classOfKind, counts, shallow, classOf, extents } = totals
      placeNodes(
        ...[nodeKinds, nodeNames, nodeSizes, numberOf, retained].map(pointer),
        ...[classOfName, classOfKind, counts, shallow, classOf, extents].map(pointer),
        ...range,
      )
    },
    addUp: ({ dominatorOf, retained }, { extents }, ...range) => {
      addUp(...[dominatorOf, retained, extents].map(pointer), ...range)
    },
    arrange: ({ dominatorOf }, { extents, order }, ...range) => {
      arrange(...[dominatorOf, extents, order].map(pointer), ...range)
    },
    sumClasses: ({ retained: bytes }, { classOf, extents, order, coveredTo, retained }, ...range) => {
      sumClasses(...[bytes, classOf, extents, order, coveredTo, retained].map(pointer), ...range)
    },
    invert: ({ numberOf, rowOf }, ...range) => {
      invert(numberOf.byteOffset, rowOf.byteOffset, ...range)
    },
    spread: ({ firstEdges, edgeTargets, nodeKinds }, { retainers, queue, found, state }, limit) => {
      spread(...[firstEdges, edgeTargets, nodeKinds, retainers, queue, found, state].map(pointer), limit)
    },
  }
}

function pointer(array: ArrayBufferView): number {
  return array.byteOffset
}
