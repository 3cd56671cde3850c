import type { Clock, Logger } from '@plimsoll/core'
import type { Entry } from './roster.js'

export interface RespawnOptions {
  readonly respawn: boolean
  readonly minUptimeMs: number
  readonly minBackoffMs: number
  readonly maxBackoffMs: number
}

export interface RespawnPorts {
  readonly clock: Clock
  readonly logger: Logger
  /** How many workers are missing now. */
  readonly missing: () => number
  /** Starts one; `false` when the system does not let it. */
  readonly start: () => boolean
}

/**
 * Puts new workers into the places of those that died: at once, unless they die young, one after the other.
 * Then it waits longer each time, because a program that cannot start only takes the processor from those that
 * could.
 */
export class Respawner {
  readonly #options: RespawnOptions
  readonly #ports: RespawnPorts
  #earlyDeaths = 0
  #timer: { close(): void } | undefined

  constructor(options: RespawnOptions, ports: RespawnPorts) {
    this.#options = options
    this.#ports = ports
  }

  /** Milliseconds before the next attempt. */
  get backoffMs(): number {
    const { minBackoffMs, maxBackoffMs } = this.#options
    if (this.#earlyDeaths < 2) return 0
    return Math.min(maxBackoffMs, minBackoffMs * 2 ** (this.#earlyDeaths - 2))
  }

  /** A worker has died that nobody had told to. */
  died(entry: Entry, how: string): void {
    const { clock, logger } = this.#ports
    const { id, pid } = entry.member
    const livedMs = Math.round(clock.now() - entry.startedAtMs)
    this.#earlyDeaths = livedMs < this.#options.minUptimeMs ? this.#earlyDeaths + 1 : 0
    const next = this.#options.respawn ? this.#nextWords() : 'it is not replaced'
    logger.error(`worker ${id} (pid ${pid}) died after ${livedMs} ms (${how}): ${next}`)
  }

  /** Starts what is missing, one after the other, each when it is due. */
  check(): void {
    if (!this.#options.respawn || this.#timer !== undefined || this.#ports.missing() <= 0) return
    // Not at once even without back-off: the application may start a worker itself when it hears of the exit.
    this.#timer = this.#ports.clock.schedule(() => {
      this.#timer = undefined
      if (this.#ports.missing() > 0 && !this.#ports.start()) this.#earlyDeaths += 1
      this.check()
    }, this.backoffMs)
  }

  close(): void {
    this.#timer?.close()
    this.#timer = undefined
  }

  #nextWords(): string {
    const waitMs = this.backoffMs
    if (waitMs === 0) return 'a new one takes its place'
    return `a new one takes its place in ${waitMs} ms, because ${this.#earlyDeaths} in a row died young`
  }
}
