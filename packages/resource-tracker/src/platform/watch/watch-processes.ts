import { ChildProcess } from 'node:child_process'
import workerThreads, { type Worker } from 'node:worker_threads'
import type { Acquisition } from '../../observe/acquisition.js'
import type { OutstandingKind } from '../../observe/observer.js'
import { captureStack } from './capture-stack.js'
import { currentTrace } from './current-trace.js'
import { type AnyFunction, put, replaceFunction, type Undo } from './replace-function.js'

class RunningAcquisition<T extends object> implements Acquisition {
  readonly kind: OutstandingKind
  readonly stack: string | undefined
  readonly ripeAtMs = 0
  readonly #running: WeakRef<T>
  readonly #runs: (running: T) => boolean

  constructor(kind: OutstandingKind, running: T, runs: (running: T) => boolean, stack: string | undefined) {
    this.kind = kind
    this.#running = new WeakRef(running)
    this.#runs = runs
    this.stack = stack
  }

  isOpen(): boolean {
    const running = this.#running.deref()
    return running !== undefined && this.#runs(running)
  }
}

const childRuns = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null
const workerRuns = (worker: Worker): boolean => worker.threadId >= 0

function note<T extends object>(
  kind: OutstandingKind,
  running: T,
  runs: (running: T) => boolean,
  wrapper: AnyFunction,
): void {
  const trace = currentTrace()
  if (trace === undefined) return
  const stack = trace.wantsStack(kind, true) ? captureStack(wrapper) : undefined
  trace.add(new RunningAcquisition(kind, running, runs, stack))
}

/** Child processes: `spawn`, `exec`, `execFile` and `fork` all come through the same method. */
export function watchProcesses(): Undo[] {
  return [
    replaceFunction([[ChildProcess.prototype, 'spawn']], (original) => {
      return function wrapper(this: ChildProcess, ...args: unknown[]) {
        const result = original.apply(this, args)
        note('child-process', this, childRuns, wrapper)
        return result
      }
    }),
  ]
}

/** Worker threads: a proxy of the class, so that it can be extended and compared as before. */
export function watchWorkers(): Undo[] {
  const descriptor = Object.getOwnPropertyDescriptor(workerThreads, 'Worker')
  if (descriptor?.configurable !== true) return []
  const { Worker: Original } = workerThreads
  const construct = (target: object, args: unknown[], newTarget: object): object => {
    const made = newTarget === Watched ? target : newTarget
    const worker = Reflect.construct(Original, args, made as AnyFunction) as Worker
    note('worker', worker, workerRuns, construct)
    return worker
  }
  const Watched = new Proxy<object>(Original, { construct })
  return [put(workerThreads, 'Worker', descriptor, Watched)]
}
