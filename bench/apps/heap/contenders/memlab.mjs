import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import { join } from 'node:path'

const require = createRequire(new URL('../../../peers/heap/package.json', import.meta.url))

export async function analyze(file) {
  const { getFullHeapFromFile } = require('@memlab/heap-analysis')
  const heap = await getFullHeapFromFile(file)
  let customers = 0
  let bytes = 0
  heap.nodes.forEach((node) => {
    bytes += node.self_size
    if (node.name === 'Customer' && node.type === 'object') customers++
  })
  return { nodes: heap.nodes.length, edges: heap.edges.length, bytes, ...(customers > 0 && { customers }) }
}

/** `memlab find-leaks` with its defaults; the final snapshot is the target, because nothing has been released. */
export async function clusters(before, after) {
  const { findLeaksBySnapshotFilePaths } = require('@memlab/api')
  const workDir = mkdtempSync(join(os.tmpdir(), 'plimsoll-memlab-'))
  try {
    const leaks = await findLeaksBySnapshotFilePaths(before, after, after, { workDir })
    return { clusters: leaks.map((trace) => ({ path: stepsOf(trace) })) }
  } finally {
    rmSync(workDir, { recursive: true, force: true })
  }
}

/** A trace is an object whose keys are the steps, each with its sizes and tags. */
const stepsOf = (trace) =>
  Object.keys(trace)
    .filter((key) => /^\d+:/.test(key))
    .map((key) => key.replace(/^\d+: +|\s*\$.*$/gs, ''))
