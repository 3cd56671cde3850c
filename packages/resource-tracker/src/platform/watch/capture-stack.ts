import { parseFrame } from '../../observe/stack-frame.js'
import type { AnyFunction } from './replace-function.js'

/** The frames of `fetch` and its dispatchers alone are more than ten. */
const FRAMES = 60

/**
 * Takes the stack above `below` as text, one frame a line: about 20 µs. It is read at once, because an unread
 * stack keeps the receivers of all its frames alive, and raw, because a program's own way of telling stacks
 * may read source maps for each.
 */
export function captureStack(below: AnyFunction): string | undefined {
  const limit = Error.stackTraceLimit
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  try {
    Error.stackTraceLimit = FRAMES
    Error.prepareStackTrace = (_, sites) => sites.join('\n')
    const holder: { stack?: string } = {}
    Error.captureStackTrace(holder, below)
    return holder.stack
  } catch {
    // Frozen intrinsics: places are not to be had.
    return undefined
  } finally {
    restore(limit, prepare)
  }
}

function restore(limit: number, prepare: PropertyDescriptor | undefined): void {
  try {
    Error.stackTraceLimit = limit
    if (prepare === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace')
    else Object.defineProperty(Error, 'prepareStackTrace', prepare)
  } catch {
    // What could not be set need not be restored.
  }
}

const OWN_PACKAGE = /^(.*[\\/])resource-tracker[\\/](?:src|dist)[\\/]/
const OWN_SOURCES = /^[^\\/]+[\\/](?:src|dist)[\\/]/

/** The folder of all packages of this suite; `undefined` where a bundler has made one file of everything. */
const family = OWN_PACKAGE.exec(parseFrame(captureStack(captureStack)?.split('\n')[0] ?? '')?.file ?? '')?.[1]

/** Whether a file is one of this suite. */
export function isOurs(file: string): boolean {
  return family !== undefined && file.startsWith(family) && OWN_SOURCES.test(file.slice(family.length))
}
