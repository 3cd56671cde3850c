import { ChildProcess } from 'node:child_process'
import { captureStack } from './capture-stack.js'
import type { CurrentRequest } from './current-request.js'
import { replaceFunction, type Undo } from './replace-function.js'
import { RunningAcquisition } from './running-acquisition.js'

const runs = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null

/** Child processes: `spawn`, `exec`, `execFile` and `fork` all come through the same method. */
export function watchProcesses(current: CurrentRequest): Undo[] {
  return [
    replaceFunction([[ChildProcess.prototype, 'spawn']], (original) => {
      return function wrapper(this: ChildProcess, ...args: unknown[]) {
        const result = original.apply(this, args)
        const trace = current.trace
        if (trace === undefined) return result
        const stack = trace.wantsStack('child-process', true) ? captureStack(wrapper) : undefined
        trace.add(new RunningAcquisition('child-process', this, runs, stack))
        return result
      }
    }),
  ]
}
