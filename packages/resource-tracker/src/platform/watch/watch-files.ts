import fs from 'node:fs'
import { captureStack } from './capture-stack.js'
import type { CurrentRequest, OpenTrace } from './current-request.js'
import { OpenDescriptors } from './descriptors.js'
import { HandleAcquisition } from './handle-acquisition.js'
import { type AnyFunction, replaceFunction, type Undo } from './replace-function.js'
import { RunningAcquisition } from './running-acquisition.js'
import { placeOfStream } from './watch-file-streams.js'

const isWatching = (watcher: { readonly _handle?: object | null }): boolean =>
  watcher._handle !== undefined && watcher._handle !== null

const stackFor = (trace: OpenTrace, wrapper: AnyFunction): string | undefined =>
  trace.wantsStack('descriptor', true) ? captureStack(wrapper) : undefined

/** Which of its arguments `fs.open` takes for its callback. */
function callbackIndex(args: readonly unknown[]): number {
  if (args.length < 3) return 1
  return typeof args[2] === 'function' ? 2 : 3
}

/** All ways to a descriptor. The streams of `node:fs` come through `fs.open`, on a later tick. */
export function watchFiles(current: CurrentRequest): Undo[] {
  const descriptors = new OpenDescriptors()

  const opened = (trace: OpenTrace | undefined, descriptor: number, stack: string | undefined): void => {
    // Whatever had that number has been closed, seen or not.
    if (trace === undefined) descriptors.closed(descriptor)
    else trace.add(descriptors.opened(descriptor, stack))
  }

  const closing = (name: string): Undo =>
    replaceFunction([[fs, name]], (original) => {
      return function wrapper(this: unknown, ...args: unknown[]) {
        const result = original.apply(this, args)
        descriptors.closed(args[0])
        return result
      }
    })

  return [
    replaceFunction([[fs, 'openSync']], (original) => {
      return function wrapper(this: unknown, ...args: unknown[]) {
        const descriptor = original.apply(this, args)
        const trace = current.trace
        opened(trace, descriptor, trace && stackFor(trace, wrapper))
        return descriptor
      }
    }),
    replaceFunction([[fs, 'open']], (original) => {
      return function wrapper(this: unknown, ...args: unknown[]) {
        const index = callbackIndex(args)
        const callback = args[index]
        if (typeof callback !== 'function') return original.apply(this, args)
        const trace = current.trace
        const stack = trace && (placeOfStream() ?? { stack: stackFor(trace, wrapper) }).stack
        args[index] = function (this: unknown, ...results: unknown[]) {
          if (typeof results[1] === 'number') opened(trace, results[1], stack)
          return callback.apply(this, results)
        }
        return original.apply(this, args)
      }
    }),
    closing('close'),
    closing('closeSync'),
    replaceFunction([[fs.promises, 'open']], (original) => {
      const { wrapper } = {
        async wrapper(this: unknown, ...args: unknown[]) {
          const trace = current.trace
          const stack = trace && stackFor(trace, wrapper)
          const handle = await original.apply(this, args)
          trace?.add(new HandleAcquisition(handle, stack))
          return handle
        },
      }
      return wrapper
    }),
    replaceFunction([[fs, 'watch']], (original) => {
      return function wrapper(this: unknown, ...args: unknown[]) {
        const watcher = original.apply(this, args)
        const trace = current.trace
        trace?.add(new RunningAcquisition('descriptor', watcher, isWatching, stackFor(trace, wrapper)))
        return watcher
      }
    }),
  ]
}
