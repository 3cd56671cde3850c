import type { GraphKernel } from '../graph-kernel.js'
import { addUp, arrange, invert, placeNodes, sumClasses } from './class-totals.js'
import { collectPredecessors, endLists } from './collect-predecessors.js'
import { findDominators, findDominatorsByJumps } from './find-dominators.js'
import { findNames } from './find-names.js'
import { findSemidominators } from './find-semidominators.js'
import { search } from './search.js'
import { settle } from './settle.js'
import { spread } from './spread.js'

/** The loops over the graph where there is no WebAssembly, or not the address space. */
export const javaScriptGraphKernel: GraphKernel = {
  settle,
  search,
  endLists,
  collectPredecessors,
  findSemidominators,
  findDominators,
  findDominatorsByJumps,
  findNames,
  placeNodes,
  addUp,
  arrange,
  sumClasses,
  invert,
  spread,
}
