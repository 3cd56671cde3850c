/** After a look that found nothing the next one waits twice as long, up to so many observations. */
const LONGEST_REST = 4

/** How long nothing is looked into after an investigation. */
export class Rests {
  readonly #observationMs: number
  #restMs: number
  #notBeforeMs = Number.NEGATIVE_INFINITY

  constructor(observationMs: number) {
    this.#observationMs = observationMs
    this.#restMs = observationMs / 2
  }

  isOver(nowMs: number): boolean {
    return nowMs >= this.#notBeforeMs
  }

  /** Begins, after an investigation that has told of something, or found nothing that matters. */
  begin(nowMs: number, isTold: boolean): void {
    this.#notBeforeMs = nowMs + (isTold ? this.#observationMs : this.#restMs)
    if (!isTold) this.#restMs = Math.min(2 * this.#restMs, LONGEST_REST * this.#observationMs)
  }
}
