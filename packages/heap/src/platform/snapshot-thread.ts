import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { SnapshotTask } from '../live/snapshot-task.js'
import { SnapshotError } from '../snapshot-error.js'
import { ownFile, ownFolder } from './own-file.js'

/**
 * Starts the thread that a live snapshot is sent to. Takes about 10 ms of this thread, and 30 to 80 ms until it is ready.
 *
 * Throws `ERR_PLIMSOLL_SNAPSHOT_REFUSED` where there can be none.
 */
export function startSnapshotThread(task: SnapshotTask, keepsAlive = true): Worker {
  const ending = path.extname(ownFile() ?? '')
  const entry = path.join(ownFolder(), 'platform', `snapshot-thread-entry${ending}`)
  if (ownFolder() === '' || !existsSync(entry)) {
    throw refused(
      'Expected the files of @plimsoll/heap beside each other: keep the package out of the bundle of your application',
    )
  }
  // What the application preloads (an APM, say) has no business in this thread, unless it is what loads TypeScript.
  const apart = entry.endsWith('.ts') ? {} : { execArgv: [], env: {} }
  try {
    // Not imported: 2 ms of loading that only this needs.
    const { Worker } = process.getBuiltinModule('node:worker_threads')
    const thread = new Worker(entry, {
      ...apart,
      name: 'plimsoll-heap',
      workerData: task,
      stdout: true,
      stderr: true,
    })
    if (!keepsAlive) thread.unref()
    return thread
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'ERR_ACCESS_DENIED') throw cause
    throw refused('The permission model allows no worker threads: start Node with --allow-worker', cause)
  }
}

function refused(message: string, cause?: unknown): SnapshotError {
  return new SnapshotError('ERR_PLIMSOLL_SNAPSHOT_REFUSED', message, { cause })
}
