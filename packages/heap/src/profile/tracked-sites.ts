import { EpochTallies } from './epoch-tallies.js'
import type { HeapFrame } from './heap-frame.js'

/** A place in the code of which something lives. */
export interface TrackedSite {
  readonly frame: HeapFrame
  /** The stack with most of the bytes in the last profile. */
  stack: readonly HeapFrame[]
  readonly tallies: EpochTallies
}

/** The sites of a tracker: those of which something lives, and never more than `maxSites` of them. */
export class TrackedSites {
  readonly #sites = new Map<string, TrackedSite>()
  readonly #capacity: number
  readonly #maxSites: number

  constructor(capacity: number, maxSites: number) {
    this.#capacity = capacity
    this.#maxSites = maxSites
  }

  all(): readonly TrackedSite[] {
    return [...this.#sites.values()]
  }

  clearLive(): void {
    for (const { tallies } of this.#sites.values()) tallies.clearLive()
  }

  /** The tallies of the site; made when it is new. */
  follow(key: string, frame: HeapFrame, stack: readonly HeapFrame[]): EpochTallies {
    const known = this.#sites.get(key)
    if (known !== undefined) {
      known.stack = stack
      return known.tallies
    }
    const tallies = new EpochTallies(this.#capacity)
    this.#sites.set(key, { frame, stack, tallies })
    return tallies
  }

  /** Forgets sites of which nothing lives, and the smallest of too many. */
  close(newest: number): void {
    for (const [key, { tallies }] of this.#sites) {
      if (tallies.sumOfLive(newest) === 0) this.#sites.delete(key)
      else tallies.close(newest)
    }
    if (this.#sites.size <= this.#maxSites) return
    const weight = ([, { tallies }]: [string, TrackedSite]): number => weightOf(tallies, newest)
    const bySize = [...this.#sites].sort((left, right) => weight(right) - weight(left))
    for (const [key] of bySize.slice(this.#maxSites)) this.#sites.delete(key)
  }

  merge(epoch: number): void {
    for (const { tallies } of this.#sites.values()) tallies.merge(epoch)
  }
}

/** What has survived a while counts more than what was allocated last. */
function weightOf({ liveBytes, settledBytes, storeBytes }: EpochTallies, newest: number): number {
  return liveBytes.reduce(
    (sum, bytes, epoch) => sum + ((settledBytes[epoch] as number) > 0 ? 2 : 1) * bytes,
    storeBytes[newest] as number,
  )
}
