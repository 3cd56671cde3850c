/** What `memory.stat` says of a group's page cache, in bytes; negative where it does not say. */
export interface PageCache {
  readonly inactiveBytes: number
  readonly activeBytes: number
  readonly mappedBytes: number
}

/**
 * Node's program is 45 to 60 MB of resident pages. What is mapped beyond that are files of the application, a
 * database say, which live with being read again.
 */
const LARGEST_PROGRAM_BYTES = 64 * 2 ** 20

/**
 * Tells how much of a group's page cache the kernel can take back and nobody will miss it.
 *
 * The kernel takes the pages of a running program as readily as those of a log file, and then reads them back
 * for every other instruction: at the limit the process neither dies nor answers. So what was mapped at any
 * time, up to the size of a program, counts as in use. Only what is charged to the group counts: a container
 * that shares its image with one that was there before has none.
 */
export class SpareCache {
  #programBytes = 0

  /** Takes what was read last; returns bytes. */
  bytesOf({ inactiveBytes, activeBytes, mappedBytes }: PageCache): number {
    // It falls when pages are taken that are needed: what was seen once is needed for good.
    this.#programBytes = Math.min(LARGEST_PROGRAM_BYTES, Math.max(this.#programBytes, mappedBytes))
    const cacheBytes = Math.max(0, inactiveBytes) + Math.max(0, activeBytes)
    return Math.max(0, Math.min(inactiveBytes, cacheBytes - this.#programBytes))
  }
}
