/** A function on a stack, and where in it the next one was called. */
export interface CallFrame {
  readonly functionName: string
  /** A path, or a `node:` module. */
  readonly file: string
  readonly line: number
  readonly column: number
}
