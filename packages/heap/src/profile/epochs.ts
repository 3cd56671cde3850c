/** When a profile was taken. */
export interface ProfileMark {
  /** On any clock that does not go back. */
  readonly atMs: number
  /** Requests that had been served by then. Growth is then told for each request, too. */
  readonly requests?: number
}

/** The stretch between two profiles in which objects were allocated. */
export interface Epoch {
  readonly from: ProfileMark
  readonly to: ProfileMark
  /** The highest ordinal of its objects. */
  readonly upTo: number
}

/** Epochs before this one, counted from the newest, have been seen settled and at least once after that. */
const UNPROVEN = 2

/** How many of the epochs are old enough to tell what survives. */
export function provenCount(epochs: readonly Epoch[]): number {
  return Math.max(0, epochs.length - UNPROVEN)
}

/** How much happened in an epoch: requests where they were counted throughout, else milliseconds. */
export function spanOf(epochs: readonly Epoch[]): (epoch: Epoch) => number {
  const requests = (mark: ProfileMark | undefined) => mark?.requests
  const first = requests(epochs[0]?.from)
  const last = requests(epochs.at(-1)?.to)
  const counted = epochs.every(({ to }) => to.requests !== undefined)
  if (counted && first !== undefined && last !== undefined && last > first) {
    return ({ from, to }) => Math.max(0, (to.requests ?? 0) - (from.requests ?? 0))
  }
  return ({ from, to }) => Math.max(0, to.atMs - from.atMs)
}

/** The index of the epoch in which this ordinal was handed out; the newest for one that is higher still. */
export function epochOf(epochs: readonly Epoch[], ordinal: number): number {
  let low = 0
  let high = epochs.length - 1
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ordinal > (epochs[middle] as Epoch).upTo) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Which epoch to merge with the next: of the proven ones, the pair that spans least, the older first. Epochs stay
 * about equally long this way, however many there were.
 */
export function shortestPair(epochs: readonly Epoch[]): number {
  const span = spanOf(epochs)
  let shortest = 0
  let least = Number.POSITIVE_INFINITY
  for (let index = 0; index + 1 < provenCount(epochs); index += 1) {
    const together = span(epochs[index] as Epoch) + span(epochs[index + 1] as Epoch)
    if (together >= least) continue
    least = together
    shortest = index
  }
  return shortest
}

export function mergeEpochs(epochs: Epoch[], index: number): void {
  const { from } = epochs[index] as Epoch
  const { to, upTo } = epochs[index + 1] as Epoch
  epochs.splice(index, 2, { from, to, upTo })
}
