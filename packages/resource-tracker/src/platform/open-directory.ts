import { Dir } from 'node:fs'

/** Elsewhere the question below might be taken for an order. */
const isNode = process.versions.bun === undefined && process.versions.deno === undefined

/** Whether something is a directory of `node:fs` that can be asked whether it is open. */
export function isDirectory(value: unknown): value is Dir {
  return isNode && value instanceof Dir
}

/** A directory does not tell; but how it refuses to be read by what is no function depends on it. */
export function isOpenDirectory(directory: Dir): boolean {
  try {
    void directory.read(null as never)
    return true
  } catch (error) {
    return (error as { readonly code?: unknown }).code !== 'ERR_DIR_CLOSED'
  }
}
