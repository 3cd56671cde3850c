import fs from 'node:fs'
import { isDirectory, isOpenDirectory } from '../open-directory.js'
import { captureStack } from './capture-stack.js'
import type { CurrentRequest, OpenTrace } from './current-request.js'
import { type AnyFunction, replaceFunction, type Undo } from './replace-function.js'
import { RunningAcquisition } from './running-acquisition.js'

const stackFor = (trace: OpenTrace | undefined, wrapper: AnyFunction): string | undefined =>
  trace?.wantsStack('descriptor', true) ? captureStack(wrapper) : undefined

function opened(trace: OpenTrace | undefined, directory: unknown, stack: string | undefined): void {
  if (trace === undefined || !isDirectory(directory)) return
  trace.add(new RunningAcquisition('descriptor', directory, isOpenDirectory, stack))
}

/** Directories that are read entry by entry. Each holds a descriptor, and has to be closed or read to its end. */
export function watchDirectories(current: CurrentRequest): Undo[] {
  return [
    replaceFunction([[fs, 'opendirSync']], (original) => {
      return function wrapper(this: unknown, ...args: unknown[]) {
        const directory = original.apply(this, args)
        const { trace } = current
        opened(trace, directory, stackFor(trace, wrapper))
        return directory
      }
    }),
    replaceFunction([[fs, 'opendir']], (original) => {
      return function wrapper(this: unknown, ...args: unknown[]) {
        const index = args.findIndex((each) => typeof each === 'function')
        const callback = args[index] as AnyFunction | undefined
        if (callback === undefined) return original.apply(this, args)
        const { trace } = current
        const stack = stackFor(trace, wrapper)
        args[index] = function (this: unknown, ...results: unknown[]) {
          opened(trace, results[1], stack)
          return callback.apply(this, results)
        }
        return original.apply(this, args)
      }
    }),
    replaceFunction([[fs.promises, 'opendir']], (original) => {
      const { wrapper } = {
        async wrapper(this: unknown, ...args: unknown[]) {
          const { trace } = current
          const stack = stackFor(trace, wrapper)
          const directory = await original.apply(this, args)
          opened(trace, directory, stack)
          return directory
        },
      }
      return wrapper
    }),
  ]
}
