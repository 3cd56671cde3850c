import fs from 'node:fs'
import { captureStack } from './capture-stack.js'
import { currentTrace } from './current-trace.js'
import { replaceFunction, type Undo } from './replace-function.js'

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

/** Carries the place where a stream was made on to the `fs.open` that it calls when it is constructed. */
export function watchFileStreams(): Undo[] {
  const making = (name: string): Undo =>
    replaceFunction([[fs, name]], (original) => {
      return function wrapper(this: unknown, ...args: unknown[]) {
        const stream = original.apply(this, args)
        const trace = currentTrace()
        if (trace?.wantsStack('descriptor', true)) madeAt.set(stream, { stack: captureStack(wrapper) })
        return stream
      }
    })
  const constructing = (prototype: object): Undo =>
    replaceFunction([[prototype, '_construct']], (original) => {
      return function wrapper(this: object, ...args: unknown[]) {
        const before = opening
        // Its own frames lead nowhere: better no stack than one of Node's.
        opening = madeAt.get(this) ?? { stack: undefined }
        try {
          return original.apply(this, args)
        } finally {
          opening = before
        }
      }
    })
  return [
    making('createReadStream'),
    making('createWriteStream'),
    constructing(fs.ReadStream.prototype),
    constructing(fs.WriteStream.prototype),
  ]
}
