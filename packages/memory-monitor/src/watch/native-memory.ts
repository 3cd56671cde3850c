import type { Sample } from '@plimsoll/core'

/**
 * What V8 does not know of: native libraries, the allocator's own, thread stacks. As a high-water mark, because what is
 * known is only a lower bound: V8 counts pages of its heap from the moment at which it has reserved them, and they
 * become resident when something is written to them, which takes minutes. Memory that leaks passes every mark.
 */
export class NativeMemory {
  #mostBytes = 0

  /** Takes a sample into account. */
  of({ rssBytes, heapTotalBytes, externalBytes }: Sample): number {
    this.#mostBytes = Math.max(this.#mostBytes, rssBytes - heapTotalBytes - externalBytes)
    return this.#mostBytes
  }
}
