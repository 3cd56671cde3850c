import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { ChunkQueue } from '../live/chunk-queue.js'
import { failureOf } from '../live/failure.js'
import { runSnapshotTask } from '../live/run-snapshot-task.js'
import type { SnapshotTask, ThreadInput, ThreadMessage } from '../live/snapshot-task.js'

/** Often enough to see the peak of a pause of seconds, seldom enough to cost nothing. */
const LOOK_EVERY_MS = 20

/** What runs in the thread that a live snapshot is sent to. */
async function serve(port: NonNullable<typeof parentPort>, task: SnapshotTask): Promise<void> {
  const chunks = new ChunkQueue()
  let peakBytes = process.memoryUsage.rss()
  const look = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss())
  }, LOOK_EVERY_MS)
  port.on('message', (input: ThreadInput) => {
    if (input !== null) return chunks.push(input)
    clearInterval(look)
    chunks.end()
  })
  const say = (message: ThreadMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer)
  say({ kind: 'ready' })
  try {
    const { result, transfer } = await runSnapshotTask(task, chunks)
    say({ kind: 'done', result, peakBytes }, transfer)
  } catch (error) {
    say({ kind: 'failed', failure: failureOf(error) })
  } finally {
    clearInterval(look)
    port.close()
  }
}

if (!isMainThread && parentPort !== null) void serve(parentPort, workerData as SnapshotTask)
