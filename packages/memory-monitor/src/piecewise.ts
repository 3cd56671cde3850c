import type { InTurns } from './platform/in-turns.js'
import type { PauseStopwatch } from './platform/pause-stopwatch.js'

export interface PiecewiseParts {
  readonly inTurns: InTurns
  readonly stopwatch: PauseStopwatch
  readonly onError: (error: unknown) => void
}

/** One piece of work after the other, in turns of their own: a heap that is collected in 5 ms is not judged in 5. */
export class Piecewise {
  readonly #parts: PiecewiseParts
  #work: Iterator<void> | undefined

  constructor(parts: PiecewiseParts) {
    this.#parts = parts
  }

  get isBusy(): boolean {
    return this.#work !== undefined
  }

  /**
   * Begins now, and goes on unless it is closed meanwhile. What is thrown ends it.
   * @param paused is told how long each piece but the first took, which knows that itself
   */
  begin(work: Iterator<void>, paused: (pauseMs: number) => void): void {
    const { inTurns, stopwatch, onError } = this.#parts
    this.#work = work
    let isFirst = true
    inTurns(() => {
      if (this.#work !== work) return false
      const pause = stopwatch()
      let isOver = true
      try {
        isOver = work.next().done === true
      } catch (error) {
        onError(error)
      }
      if (!isFirst) paused(pause())
      isFirst = false
      if (isOver && this.#work === work) this.#work = undefined
      return !isOver
    })
  }

  /** Whoever is at work may call this, too. */
  close(): void {
    this.#work = undefined
  }
}
