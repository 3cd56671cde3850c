import { diffSnapshots } from '../diff/diff-snapshots.js'
import { readBaseline } from '../diff/read-baseline.js'
import { summarizeBaseline } from '../diff/summarize-baseline.js'
import type { SnapshotResult, SnapshotTask } from './snapshot-task.js'

/** Reads a snapshot as it comes and does with it what was asked. */
export async function runSnapshotTask(
  task: SnapshotTask,
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ readonly result: SnapshotResult; readonly transfer: ArrayBuffer[] }> {
  if (task.kind === 'compare') {
    const { baseline, clusters } = task
    const diff = await diffSnapshots(readBaseline(baseline), chunks, { clusters })
    return { result: { kind: 'compare', diff }, transfer: [] }
  }
  const baseline = (await summarizeBaseline(chunks)).toBytes()
  return { result: { kind: 'summarize', baseline }, transfer: [baseline.buffer as ArrayBuffer] }
}
