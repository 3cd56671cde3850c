import type { NodeSummary } from '../diff/node-summary.js'

/** V8's class for the memory behind an array buffer, `system / JSArrayBufferData`. */
const BUFFER_MEMORY = /JSArrayBufferData$/

/** Takes the memory of one buffer off what was counted: it is there because of the counting. */
export function withoutHeld(summary: NodeSummary, heldBytes: number): NodeSummary {
  const own = [...summary.classes.values()].find(({ name }) => BUFFER_MEMORY.test(name))
  if (own === undefined || own.bytes < heldBytes) return summary
  return {
    ...summary,
    totalBytes: summary.totalBytes - heldBytes,
    classes: new Map(summary.classes).set(own.name, { ...own, bytes: own.bytes - heldBytes }),
  }
}
