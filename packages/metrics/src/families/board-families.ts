import type { Board, MetricFamily, OnError } from '@plimsoll/core'
import type { FamilyReader } from './family-reader.js'
import { mergePoints } from './merge-points.js'
import { oncePerTurn } from './once-per-turn.js'
import { soundFamily } from './sound-family.js'

/**
 * The metrics that other parts of the process put on the board, by name.
 *
 * A part that throws costs nobody else a line. It is told once: a scrape comes every few seconds for years.
 */
export class BoardFamilies {
  readonly #board: Board
  readonly #onError: OnError
  readonly #told = new WeakSet<object>()
  readonly #readers = new Map<string, FamilyReader>()
  /** Reads the board, once for all that ask in one go. */
  readonly read = oncePerTurn(() => this.#collect())

  constructor(board: Board, onError: OnError) {
    this.#board = board
    this.#onError = onError
  }

  /** A reader for each name that the board has at this moment. */
  readers(): readonly FamilyReader[] {
    return [...this.#collect().values()].map(({ name, help, type }) => {
      const known = this.#readers.get(name)
      if (known !== undefined) return known
      const reader: FamilyReader = { name, help, type, read: () => this.read().get(name)?.points ?? [] }
      this.#readers.set(name, reader)
      return reader
    })
  }

  #collect(): ReadonlyMap<string, MetricFamily> {
    const byName = new Map<string, MetricFamily[]>()
    for (const entry of this.#board.list('metrics')) {
      for (const family of this.#ask(entry)) {
        const same = byName.get(family.name)
        if (same === undefined) byName.set(family.name, [family])
        else if (same[0]?.type === family.type) same.push(family)
      }
    }
    return new Map([...byName].map(([name, families]) => [name, joined(families)]))
  }

  #ask(entry: () => readonly MetricFamily[]): readonly MetricFamily[] {
    try {
      return entry()
        .map(soundFamily)
        .filter((family) => family !== undefined)
    } catch (error) {
      if (!this.#told.has(entry)) this.#onError(error)
      this.#told.add(entry)
      return []
    }
  }
}

function joined(families: MetricFamily[]): MetricFamily {
  const [first] = families as [MetricFamily]
  return {
    ...first,
    points: mergePoints(
      first.type,
      families.map(({ points }) => points),
    ),
  }
}
