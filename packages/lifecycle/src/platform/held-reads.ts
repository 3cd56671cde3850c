import type { Duplex } from 'node:stream'

/** Of what Node keeps behind a socket: `net` sets `reading`, and starts and stops it accordingly. */
interface Handle {
  readonly reading?: boolean
  readStart?(): unknown
  readStop?(): unknown
}

const handleOf = (socket: Duplex): Handle | undefined =>
  (socket as { readonly _handle?: Handle | null })._handle ?? undefined

/**
 * Leaves what clients send in the kernel, for some turns of the event loop.
 *
 * `socket.pause()` would do so for HTTP/1 alone: HTTP/2 forbids it, a TLS handshake does not heed it, and it cannot be
 * told from a pause of the application's. The handle knows nothing of all that; `reading` goes on saying what the
 * socket wants. Where a handle has no such methods nothing is held. See docs/decisions/quiet-moment.md.
 */
export class HeldReads {
  readonly #held = new Set<Duplex>()

  hold(sockets: Iterable<Duplex>): void {
    for (const socket of sockets) {
      this.#held.add(socket)
      handleOf(socket)?.readStop?.()
    }
  }

  release(): void {
    for (const socket of this.#held) {
      const handle = handleOf(socket)
      if (handle?.reading !== false) handle?.readStart?.()
    }
    this.#held.clear()
  }
}
