import { fileURLToPath } from 'node:url'

/** A function on the stack of an allocation, as V8 names it: the place is where the function begins. */
export interface HeapFrame {
  /** Empty for an anonymous function. */
  readonly functionName: string
  /** A path, a `node:` module, or what the script was called; empty for a function of the engine. */
  readonly file: string
  /** From 1; 0 when it is not known. */
  readonly line: number
  /** From 1; 0 when it is not known. */
  readonly column: number
}

/** Two frames with the same key are the same function. */
export function frameKey({ functionName, file, line, column }: HeapFrame): string {
  return `${line}:${column}:${functionName}\n${file}`
}

/** CommonJS scripts are called by their path, ECMAScript modules by their URL: here both by the path. */
export function fileOfUrl(url: string): string {
  if (!url.startsWith('file:')) return url
  try {
    return fileURLToPath(url)
  } catch {
    return url // Another machine's path, or one that was made up.
  }
}

/** Whether somebody chose to call the function: the application's own, or an installed package's. */
export function isCodeFrame({ file }: HeapFrame): boolean {
  return file !== '' && !file.startsWith('node:')
}

/** Whether the function is the application's own: not of the engine, of Node, or of an installed package. */
export function isApplicationFrame(frame: HeapFrame): boolean {
  return isCodeFrame(frame) && !/[\\/]node_modules[\\/]/.test(frame.file)
}
