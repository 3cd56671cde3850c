import type { FileHandle } from 'node:fs/promises'
import type { Acquisition } from '../../observe/acquisition.js'

/** Node's is an emitter; its types do not say so, and other runtimes have plain ones. */
type Handle = FileHandle & Partial<Pick<NodeJS.EventEmitter, 'once'>>

/**
 * A file handle. It is heard when it is closed, because Node closes what nobody holds any more, too, sooner or
 * later than the grace time, and from 26 on ends the process: that it was left to that is the leak.
 */
export class HandleAcquisition implements Acquisition {
  readonly kind = 'descriptor'
  readonly stack: string | undefined
  readonly ripeAtMs = 0
  #isClosed = false
  readonly #isHeard: boolean
  readonly #handle: WeakRef<Handle>

  constructor(handle: Handle, stack: string | undefined) {
    this.#handle = new WeakRef(handle)
    this.#isHeard = typeof handle.once === 'function'
    this.stack = stack
    handle.once?.('close', () => {
      this.#isClosed = true
    })
  }

  isOpen(): boolean {
    const handle = this.#handle.deref()
    if (handle === undefined) return this.#isHeard && !this.#isClosed
    // One that was handed to a worker thread has no descriptor any more, and says nothing.
    if (handle.fd === -1) this.#isClosed = true
    return !this.#isClosed
  }
}
