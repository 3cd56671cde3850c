import type { Closeable } from '@plimsoll/core'

/**
 * What is attached to which server, without keeping one alive.
 *
 * A server that closes stays attached: it may listen again, and nobody tells when it never will.
 */
export class Attachments {
  readonly #byServer = new WeakMap<object, Closeable>()
  #all: readonly WeakRef<Closeable>[] = []

  has(server: object): boolean {
    return this.#byServer.has(server)
  }

  add(server: object, attachment: Closeable): void {
    this.#byServer.set(server, attachment)
    const alive = this.#all.filter((each) => each.deref() !== undefined)
    this.#all = [...alive, new WeakRef(attachment)]
  }

  /** Detaches from every server that is still there. */
  close(): void {
    for (const attachment of this.#all) attachment.deref()?.close()
    this.#all = []
  }
}
