import { type Closeable, Listeners, type Logger, type OnError } from '@plimsoll/core'
import type { Finding } from './findings.js'
import type { Outstanding } from './observer.js'
import { lineOf } from './outstanding-of.js'

/** A line is for a person to read: no more than that in ten minutes. */
const MAX_LINES = 10
const WINDOW_MS = 600_000

/** Tells of each finding once: to listeners, and in the log. Told again only after it had come to rest. */
export class Announcements {
  readonly #logger: Logger
  readonly #listeners: Listeners<Outstanding>
  #told = new Set<string>()
  #waiting = new Set<string>()
  #lines: number[] = []

  constructor(logger: Logger, onError: OnError) {
    this.#logger = logger
    this.#listeners = new Listeners(onError)
  }

  onOutstanding(listener: (found: Outstanding) => void): Closeable {
    return this.#listeners.add(listener)
  }

  tell(findings: readonly Finding[], nowMs: number, show: (finding: Finding) => Outstanding): void {
    const told = new Set<string>()
    const waiting = new Set<string>()
    for (const finding of findings) {
      const { key, place } = finding
      if (this.#told.has(key)) told.add(key)
      // One without a place is given time until the next look: it may be told with its place instead.
      else if (place === undefined && !this.#waiting.has(key)) waiting.add(key)
      else {
        told.add(key)
        this.#tellOne(show(finding), nowMs)
      }
    }
    this.#told = told
    this.#waiting = waiting
  }

  clear(): void {
    this.#told.clear()
    this.#waiting.clear()
  }

  #tellOne(found: Outstanding, nowMs: number): void {
    this.#listeners.emit(found)
    this.#lines = this.#lines.filter((atMs) => nowMs - atMs < WINDOW_MS)
    if (this.#lines.length >= MAX_LINES) return
    this.#lines.push(nowMs)
    this.#logger.warn(lineOf(found))
  }
}
