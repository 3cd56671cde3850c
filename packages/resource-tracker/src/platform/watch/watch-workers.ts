import workerThreads, { type Worker } from 'node:worker_threads'
import { captureStack } from './capture-stack.js'
import { currentTrace, type OpenTrace } from './current-trace.js'
import { type AnyFunction, put, type Undo } from './replace-function.js'
import { RunningAcquisition } from './running-acquisition.js'

const IN_WORKER = /^new Worker \(node:internal\/worker:/m

/** Places seen while a worker was made by those who had taken the class out of its module before. */
const madeAt = new WeakMap<OpenTrace, string>()
const noted = new WeakSet<Worker>()

const runs = (worker: Worker): boolean => worker.threadId >= 0

/** A worker listens to much while it is being made. `true` if that is where the stack comes from. */
export function isInsideWorker(trace: OpenTrace, stack: string | undefined): boolean {
  if (stack === undefined || !IN_WORKER.test(stack)) return false
  madeAt.set(trace, stack)
  return true
}

function note(worker: Worker, takeStack: () => string | undefined): void {
  const trace = currentTrace()
  if (trace === undefined || noted.has(worker)) return
  noted.add(worker)
  const stack = trace.wantsStack('worker', true) ? takeStack() : undefined
  trace.add(new RunningAcquisition('worker', worker, runs, stack ?? madeAt.get(trace)))
}

/**
 * Worker threads: a proxy of the class, so that it can be extended and compared as before, for the place; and
 * Node's own event a moment later, for whoever took the class out of its module before there was a proxy.
 */
export function watchWorkers(): Undo[] {
  const onWorker = (worker: Worker): void => note(worker, () => undefined)
  process.on('worker', onWorker)
  const undo: Undo[] = [() => void process.off('worker', onWorker)]
  const descriptor = Object.getOwnPropertyDescriptor(workerThreads, 'Worker')
  if (descriptor?.configurable !== true) return undo
  const { Worker: Original } = workerThreads
  const construct = (target: object, args: unknown[], newTarget: object): object => {
    const made = newTarget === Watched ? target : newTarget
    const worker = Reflect.construct(Original, args, made as AnyFunction) as Worker
    note(worker, () => captureStack(construct))
    return worker
  }
  const Watched = new Proxy<object>(Original, { construct })
  return [...undo, put(workerThreads, 'Worker', descriptor, Watched)]
}
