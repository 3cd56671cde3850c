import type { Dir, FileHandle, Files } from '../platform/files.js'
import { Entry } from './entry.js'
import { holdOn } from './hold.js'
import { saysClosed } from './says-closed.js'

/** It is an emitter; its types do not say so everywhere. */
type Emitting = Pick<NodeJS.EventEmitter, 'on' | 'off'>

/** A file handle of `node:fs/promises`. */
export class HandleEntry extends Entry {
  readonly kind = 'descriptor'
  readonly #handle: FileHandle & Emitting
  readonly #onClose = (): void => this.drop()

  constructor(handle: FileHandle) {
    super(handle, holdOn(handle))
    this.#handle = handle as FileHandle & Emitting
    this.#handle.on('close', this.#onClose)
  }

  dispose(): Promise<void> {
    return this.#handle.close()
  }

  override isGone(): boolean {
    return this.#handle.fd === -1
  }

  override forgives(error: unknown): boolean {
    return saysClosed(error)
  }

  override left(): void {
    this.#handle.off('close', this.#onClose)
  }
}

/** A directory that is read entry by entry. Reading it to its end closes it, and it says nothing. */
export class DirectoryEntry extends Entry {
  readonly kind = 'descriptor'
  readonly #directory: Dir
  readonly #files: Files

  constructor(directory: Dir, files: Files) {
    super(directory, holdOn(directory))
    this.#directory = directory
    this.#files = files
  }

  dispose(): Promise<void> | undefined {
    return this.isGone() ? undefined : this.#directory.close()
  }

  override forgives(error: unknown): boolean {
    return saysClosed(error)
  }

  override isGone(): boolean {
    return !this.#files.isOpenDirectory(this.#directory)
  }
}

/**
 * A plain descriptor. The number says little: closed by hand it is given to the next file or socket that is
 * opened, so it is closed only while it still stands for the same file.
 */
export class NumberEntry extends Entry {
  readonly kind = 'descriptor'
  readonly #descriptor: number
  readonly #identity: string
  readonly #files: Files

  /** No number: a timer may have the same. */
  static keyOf(descriptor: number): string {
    return `descriptor ${descriptor}`
  }

  constructor(descriptor: number, identity: string, files: Files) {
    super(NumberEntry.keyOf(descriptor), undefined)
    this.#descriptor = descriptor
    this.#identity = identity
    this.#files = files
  }

  dispose(): Promise<void> | undefined {
    return this.isGone() ? undefined : this.#files.close(this.#descriptor)
  }

  override forgives(error: unknown): boolean {
    return saysClosed(error)
  }

  override isGone(): boolean {
    return this.#files.identityOf(this.#descriptor) !== this.#identity
  }
}
