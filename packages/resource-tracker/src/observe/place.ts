import { packageOf } from '@plimsoll/core'
import { parseStack, type StackFrame } from './stack-frame.js'

/** The place in the code that opened something, as the running code has it. */
export interface Place {
  /** Same for all stacks that lead there. */
  readonly key: string
  readonly frame: StackFrame
  readonly stack: readonly string[]
  /** Package of the code that opened it, when that is not the application's. */
  readonly package: string | undefined
}

/** Where frameworks hand a request on: what lies beyond called the handler, and opened nothing. */
const HANDS_ON =
  /[\\/](?:router[\\/](?:lib[\\/])?(?:layer|route|index)|koa-compose[\\/]index|connect[\\/]index|koa[^\\/]*[\\/]lib[\\/]application|(?:@koa[\\/]|koa-)router[\\/].*|@nestjs[\\/]core[\\/].*|fastify[\\/]lib[\\/].*)\.[cm]?js$/

/** Whether a frame is Node's, V8's, or a file of this suite. */
export type IsForeign = (file: string) => boolean

/**
 * Finds the place in a stack: the innermost frame of the application, if the handler's own code lies between
 * what was opened and the framework; else the innermost frame of a package.
 */
export function placeOf(stack: string, isOurs: IsForeign): Place | undefined {
  const frames = parseStack(stack).filter(({ file }) => !isNodes(file) && !isOurs(file))
  const [innermost] = frames
  if (innermost === undefined) return undefined
  const beyond = frames.findIndex(({ file }) => HANDS_ON.test(file) && packageOf(file) !== undefined)
  const handlers = beyond > 0 ? frames.slice(0, beyond) : frames
  const frame = handlers.find(({ file }) => packageOf(file) === undefined) ?? innermost
  return {
    key: `${frame.file}:${frame.line}:${frame.column}`,
    frame,
    stack: stack.split('\n'),
    package: packageOf(innermost.file),
  }
}

const isNodes = (file: string): boolean => !/[\\/]/.test(file) || /^(?:node|internal)[:/]/.test(file)
