import { closeSync, openSync, readSync } from 'node:fs'

/** Longer files are cut off here: nothing that the kernel writes for us is that long. */
const MAX_BYTES = 65_536

/** Shared by all kept files: what a read left in it holds until the next one. Its pages are touched on use. */
export const content = Buffer.allocUnsafeSlow(MAX_BYTES)

/**
 * A file of `/proc` or `/sys` that is opened once and read from its start again and again.
 *
 * The kernel makes the text anew at every read. Keeping the descriptor makes a read 12 to 40 times cheaper
 * than the Node API that gives the same number (1.8 µs against 22 to 72).
 */
export class KeptFile {
  #descriptor: number

  /** Throws when the file cannot be opened. */
  constructor(path: string) {
    this.#descriptor = openSync(path, 'r')
  }

  /** Opens the file, or returns `undefined` when there is none that can be read. */
  static tryOpen(path: string): KeptFile | undefined {
    try {
      const file = new KeptFile(path)
      // Some files of a container can be opened and yet not be read.
      if (file.tryRead() >= 0) return file
      file.close()
    } catch {
      // Not there, or not for us: the caller goes without.
    }
    return undefined
  }

  /** Reads into `content` and returns the number of bytes. Throws when the file is gone, or closed. */
  read(): number {
    if (this.#descriptor < 0) throw new Error('Expected an open file, got one that was closed')
    return readSync(this.#descriptor, content, 0, MAX_BYTES, 0)
  }

  /** Reads into `content` and returns the number of bytes, -1 when the file is gone, or closed. */
  tryRead(): number {
    try {
      return this.read()
    } catch {
      return -1
    }
  }

  /** Reads as text; for files that are read rarely. */
  readText(): string {
    return content.toString('latin1', 0, this.read())
  }

  close(): void {
    if (this.#descriptor < 0) return
    closeSync(this.#descriptor)
    this.#descriptor = -1
  }
}
