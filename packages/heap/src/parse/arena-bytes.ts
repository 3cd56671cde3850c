import { InputWindow } from './input-window.js'
import type { ParserPlan } from './parser-plan.js'
import { rowsLength } from './row-section.js'
import type { SnapshotHeader } from './snapshot-header.js'
import { StringSection } from './string-section.js'

/** Kind tables, numbers put aside, and what is lost to alignment. */
const SUNDRY_BYTES = 32_768

/** All that parsing, and the caller after it, will take from the arena: what is not touched costs nothing. */
export function arenaBytes(header: SnapshotHeader, plan: ParserPlan): number {
  const { nodeCount, edgeCount, node, edge, locationFields } = header
  const fieldCount = Math.max(node.fieldCount, edge.fieldCount, locationFields.length)
  const input =
    2 * InputWindow.bytesFor(plan.windowBytes) + 4 * rowsLength(fieldCount) + 4 * StringSection.scratchLength
  const nodes = 17 * nodeCount + 4
  const scratch = plan.scratchBytes(nodeCount, edgeCount, plan.file !== undefined)
  if (plan.parts === 'nodes') return input + nodes + scratch + SUNDRY_BYTES
  // Of ephemeron names: two words for 32 strings, of which V8 writes one a node or edge at most, and an id each.
  const ephemerons = 8 * Math.ceil((nodeCount + edgeCount) / 32) + 4 * edgeCount
  const edges = (keepsEdgeNames(plan) ? 8 : 4) * edgeCount
  return input + nodes + edges + ephemerons + scratch + SUNDRY_BYTES
}

export function keepsEdgeNames(plan: ParserPlan): boolean {
  return plan.edgeNames === 'keep' || plan.file === undefined
}
