import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Worker } from 'node:worker_threads'
import { captureStack } from './capture-stack.js'
import type { CurrentRequest } from './current-request.js'
import type { Undo } from './replace-function.js'
import { RunningAcquisition } from './running-acquisition.js'

const CHANNEL = 'worker_threads'
const IN_WORKER = /^new Worker \(node:internal\/worker:/m

const runs = (worker: Worker): boolean => worker.threadId >= 0

/** A worker listens to much while it is being made. `true` if that is where the stack comes from. */
export function isInsideWorker(stack: string | undefined): boolean {
  return stack !== undefined && IN_WORKER.test(stack)
}

/**
 * Worker threads: Node tells of each while it is being made, when the stack still leads to its maker. So the
 * class itself is left as it is, and comparing it with a worker's constructor comes out as before.
 */
export function watchWorkers(current: CurrentRequest): Undo[] {
  const onWorker = (message: unknown): void => {
    const { trace } = current
    if (trace === undefined) return
    const { worker } = message as { readonly worker: Worker }
    const stack = trace.wantsStack('worker', true) ? captureStack(onWorker) : undefined
    trace.add(new RunningAcquisition('worker', worker, runs, stack))
  }
  subscribe(CHANNEL, onWorker)
  return [() => void unsubscribe(CHANNEL, onWorker)]
}
