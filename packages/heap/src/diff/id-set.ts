import { SnapshotError } from '../snapshot-error.js'

/**
 * The ids of a snapshot's objects: one bit for each id that V8 could have given.
 *
 * Only odd ids are in it, those of the JavaScript heap. An object keeps its odd id for as long as it lives, and ids
 * are never given twice. Even ids, of native objects, are hashes on Node 20 and mean nothing in another snapshot.
 */
export interface IdSet {
  /** Bit `id >>> 1`, 32 a word. */
  readonly words: Uint32Array
  /** How many ids are in it. */
  readonly count: number
  /** The greatest; 0 when there is none. */
  readonly maxId: number
}

/** New objects in so small a share of those that survived may be out of sequence, and the snapshots still be. */
const STRAY_SHARE = 0.01

/**
 * Whether two sets can be of one process, the earlier one first.
 *
 * V8 gives ids in rising order and none twice: what is new has a greater id than all that was there before. There is
 * always something new: a snapshot names objects that no earlier one did.
 */
export function idsInSequence(before: IdSet, after: IdSet): boolean {
  if (after.maxId < before.maxId) return false
  let survivors = 0
  let strays = 0
  const words = Math.min(before.words.length, after.words.length)
  for (let at = 0; at < words; at++) {
    const earlier = before.words[at] as number
    const later = after.words[at] as number
    survivors += bitsSet(later & earlier)
    // Beyond the last id of the earlier one everything is new.
    if (at < before.words.length - 1) strays += bitsSet(later & ~earlier)
  }
  return isInSequence(survivors, strays)
}

/** @param strays new objects whose id was given out before the earlier snapshot was taken, and the like */
export function isInSequence(survivors: number, strays: number): boolean {
  return survivors > 0 && strays <= survivors * STRAY_SHARE
}

export function bitsSet(word: number): number {
  let pairs = word - ((word >>> 1) & 0x55555555)
  pairs = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((pairs + (pairs >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** What a set of ids up to `maxId` needs: an id too many by far is the mark of a snapshot made to hurt. */
export function wordsFor(maxId: number): Uint32Array<ArrayBuffer> {
  try {
    return new Uint32Array((maxId >>> 6) + 1)
  } catch (cause) {
    throw new SnapshotError(
      'ERR_PLIMSOLL_SNAPSHOT_LIMIT',
      `Expected ids of objects that fit the memory at hand, got ids up to ${maxId}`,
      { cause },
    )
  }
}
