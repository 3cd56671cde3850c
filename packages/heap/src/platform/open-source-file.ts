import { close, closeSync, fstatSync, open, read, readSync } from 'node:fs'
import type { SourceFile } from '../source/source-file.js'

/** Opens a regular file; `undefined` for a pipe or a device, which can only be read from front to back. */
export async function openSourceFile(path: string): Promise<SourceFile | undefined> {
  const descriptor = await new Promise<number>((resolve, reject) => {
    open(path, 'r', (error, opened) => (error ? reject(error) : resolve(opened)))
  })
  const stats = fstatSync(descriptor)
  if (!stats.isFile() && !stats.isDirectory()) {
    closeSync(descriptor)
    return undefined
  }
  return new OpenedFile(descriptor, stats.size)
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
