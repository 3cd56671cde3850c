import { NumberEntry } from './descriptor-entry.js'
import type { Entry } from './entry.js'
import { entryOf } from './entry-of.js'
import type { Holding } from './holding.js'
import type { FileTracking } from './resource-scope.js'

/** Standard input, output and error belong to the process, whoever names them. */
const FIRST_OF_ITS_OWN = 3

/** `resources.fileHandles`. */
export class FileSet implements FileTracking {
  readonly #holding: Holding

  constructor(holding: Holding) {
    this.#holding = holding
  }

  add<T>(handle: T): T {
    this.#holding.track('fileHandles.add()', 'an open file', keyOf(handle), () =>
      typeof handle === 'number' ? this.#numbered(handle) : entryOf(handle, this.#holding.host),
    )
    return handle
  }

  delete(handle: unknown): boolean {
    return this.#holding.disown(keyOf(handle))
  }

  #numbered(descriptor: number): Entry | undefined {
    const { files } = this.#holding.host
    const identity = descriptor >= FIRST_OF_ITS_OWN ? files.identityOf(descriptor) : undefined
    return identity === undefined ? undefined : new NumberEntry(descriptor, identity, files)
  }
}

const keyOf = (handle: unknown): unknown => (typeof handle === 'number' ? NumberEntry.keyOf(handle) : handle)
