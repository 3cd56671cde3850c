import { fileURLToPath } from 'node:url'
import type { CallFrame } from '../openers/call-frame.js'

/** Frames of Node and of libraries alone are often more than ten. */
const FRAMES = 40

/** The stack above `below`, innermost first; `undefined` where it is not to be had. Takes 20 to 50 µs. */
export function callFrames(below: (...args: never[]) => unknown): readonly CallFrame[] | undefined {
  const limit = Error.stackTraceLimit
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  try {
    Error.stackTraceLimit = FRAMES
    // Read at once: an unread stack keeps the receivers of all its frames alive.
    Error.prepareStackTrace = (_, sites) => sites.map(frameOf)
    const holder: { stack?: unknown } = {}
    Error.captureStackTrace(holder, below)
    return holder.stack as readonly CallFrame[]
  } catch {
    return undefined // Frozen intrinsics.
  } finally {
    restore(limit, prepare)
  }
}

function frameOf(site: NodeJS.CallSite): CallFrame {
  const file = site.getFileName() ?? ''
  return {
    functionName: site.getFunctionName() ?? '',
    file: file.startsWith('file:') ? fileURLToPath(file) : file,
    line: site.getLineNumber() ?? 0,
    column: site.getColumnNumber() ?? 0,
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
