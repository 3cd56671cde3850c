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

export function hasId({ words }: IdSet, id: number): boolean {
  return (id & 1) === 1 && (((words[id >>> 6] as number) >>> ((id >>> 1) & 31)) & 1) === 1
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
