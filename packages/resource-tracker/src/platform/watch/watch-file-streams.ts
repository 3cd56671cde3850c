import fs from 'node:fs'
import { captureStack } from './capture-stack.js'
import type { CurrentRequest } from './current-request.js'
import type { AnyFunction, Undo } from './replace-function.js'

/** Where a stream was made, which the call that opens its file on a later tick does not know. */
interface Made {
  readonly stack: string | undefined
}

const madeAt = new WeakMap<object, Made>()
let opening: Made | undefined

/** The place of the stream that is opening its file right now, if one is. */
export function placeOfStream(): Made | undefined {
  return opening
}

/**
 * Carries the place where a stream is made on to the `fs.open` that it calls when it is constructed, a tick
 * later. The method that does so is looked up while the stream is being made, too, and that is the moment to
 * take the stack: whoever has taken `createReadStream` out of its module long before comes by here as well.
 */
export function watchFileStreams(current: CurrentRequest): Undo[] {
  return [fs.ReadStream.prototype, fs.WriteStream.prototype].map((prototype) =>
    watchConstruction(current, prototype),
  )
}

function watchConstruction(current: CurrentRequest, prototype: object): Undo {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, '_construct')
  const original: unknown = descriptor?.value
  if (descriptor?.configurable !== true || typeof original !== 'function') return () => {}
  const wrapper = around(original as AnyFunction)
  function get(this: object): AnyFunction {
    const trace = madeAt.has(this) ? undefined : current.trace
    if (trace !== undefined) {
      madeAt.set(this, { stack: trace.wantsStack('descriptor', true) ? captureStack(get) : undefined })
    }
    return wrapper
  }
  const { enumerable = true } = descriptor
  Object.defineProperty(prototype, '_construct', { configurable: true, enumerable, get, set })
  return () => {
    const now = Object.getOwnPropertyDescriptor(prototype, '_construct')
    if (now?.get === get) Object.defineProperty(prototype, '_construct', descriptor)
  }
}

/** An assignment makes an own property, as if there were no accessor. */
function set(this: object, value: unknown): void {
  Object.defineProperty(this, '_construct', { configurable: true, enumerable: true, writable: true, value })
}

function around(original: AnyFunction): AnyFunction {
  return function _construct(this: object, ...args: unknown[]) {
    const before = opening
    // Its own frames lead nowhere: better no stack than one of Node's.
    opening = madeAt.get(this) ?? { stack: undefined }
    try {
      return original.apply(this, args)
    } finally {
      opening = before
    }
  }
}
