import { pathOf } from './file-path.js'

/** One line of a stack. */
export interface StackFrame {
  readonly functionName: string
  /** Path of the file, or what V8 gives instead: `node:fs`, `native`, `<anonymous>`. */
  readonly file: string
  readonly line: number
  readonly column: number
}

const WITH_FUNCTION = /^(?:at )?(.*?) \((.*)\)$/
const LOCATION = /^(.*?):(\d+):(\d+)$/
const EVAL_ORIGIN = /\((?!eval at)([^()]+:\d+:\d+)\)/

/** What V8 adds to a name: how it was reached, and receivers that say nothing. */
const DECORATION = /^async |^(?:Timeout|Immediate|Object)\.| \[as [^\]]*\]$/g
/** A path is shorter on every system; the expressions above take quadratic time to give up. */
const MAX_LENGTH = 5000

/** What V8 calls a function that has no name. */
const NAMELESS = '<anonymous>'

/** Reads one line of a stack as V8 writes it, or returns `undefined` for what is no frame. */
export function parseFrame(text: string): StackFrame | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const line = text.trim().replace(/^at /, '')
  const [, functionName = NAMELESS, location = line] = WITH_FUNCTION.exec(line) ?? []
  // What was evaluated is in no file; the file that evaluated it is the place.
  const place = location.startsWith('eval at') ? (EVAL_ORIGIN.exec(location)?.[1] ?? location) : location
  const [, file, row, column] = LOCATION.exec(place) ?? []
  if (file === undefined) return undefined
  const name = functionName.replace(DECORATION, '')
  return {
    functionName: name === '' ? NAMELESS : name,
    file: pathOf(file.replace(/^async /, '')),
    line: Number(row),
    column: Number(column),
  }
}

/** Reads a stack, one frame a line. */
export function parseStack(stack: string): StackFrame[] {
  return stack
    .split('\n')
    .map(parseFrame)
    .filter((frame) => frame !== undefined)
}
