import { close, fstatSync, open, read, readSync, type Stats, stat } from 'node:fs'
import type { SourceFile } from '../source/source-file.js'

/**
 * Opens a regular file; `undefined` for a pipe or a device, which can only be read from front to back. Those are
 * not touched: whoever writes into a pipe that is closed again is killed for it.
 */
export async function openSourceFile(path: string): Promise<SourceFile | undefined> {
  const stats = await promise<Stats>((done) => stat(path, done))
  if (!stats.isFile() && !stats.isDirectory()) return undefined
  const descriptor = await promise<number>((done) => open(path, 'r', done))
  return new OpenedFile(descriptor, fstatSync(descriptor).size)
}

function promise<T>(
  start: (done: (error: NodeJS.ErrnoException | null, value: T) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value)))
  })
}

class OpenedFile implements SourceFile {
  readonly sizeBytes: number
  #descriptor: number | undefined

  constructor(descriptor: number, sizeBytes: number) {
    this.#descriptor = descriptor
    this.sizeBytes = sizeBytes
  }

  read(into: Uint8Array, offset: number): Promise<number> {
    const descriptor = this.#opened()
    return new Promise((resolve, reject) => {
      read(descriptor, into, 0, into.length, offset, (error, count) =>
        error ? reject(error) : resolve(count),
      )
    })
  }

  readNow(into: Uint8Array, offset: number): number {
    const descriptor = this.#opened()
    let filled = 0
    while (filled < into.length) {
      const count = readSync(descriptor, into, filled, into.length - filled, offset + filled)
      if (count === 0) break
      filled += count
    }
    return filled
  }

  close(): void {
    if (this.#descriptor === undefined) return
    close(this.#descriptor)
    this.#descriptor = undefined
  }

  #opened(): number {
    if (this.#descriptor === undefined) throw new Error('The file is closed')
    return this.#descriptor
  }
}
