import { isMainThread } from 'node:worker_threads'

/** What health asks of the process that no sample tells. */
export interface ProcessFacts {
  /** Milliseconds since the process started. */
  uptimeMs(): number
  /** In a worker thread the heap is the thread's own, while resident memory is the whole process's. */
  readonly isWorkerThread: boolean
}

/** The facts of this process. */
export const processFacts: ProcessFacts = {
  uptimeMs: () => process.uptime() * 1000,
  isWorkerThread: !isMainThread,
}
