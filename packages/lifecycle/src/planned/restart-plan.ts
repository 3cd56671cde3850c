import type { Clock, HealthReport, Logger, OnError } from '@plimsoll/core'
import { durationText } from '../connections/waiting-text.js'
import type { ResolvedPlannedRestartOptions } from './planned-restart-options.js'
import {
  type HistoryStore,
  type PastRestart,
  readHistory,
  requiredUptimeMs,
  writeHistory,
} from './restart-history.js'

/** So often at most it is asked whether a restart is due: near a limit the sampler ticks far more often. */
const LOOK_MS = 1000
/** Those who hold permits need about so long. */
const ASK_AGAIN_MS = 30_000
/** Of what a leak leaves, so much at most is spent on jitter. */
const LEAK_SHARE = 0.25
/** A restart that has not begun by then will not, whatever was said of it: its permit is for others. */
const GIVE_BACK_MS = 300_000

export interface PlanPorts {
  readonly clock: Clock
  readonly age: { uptimeMs(): number; wallClockMs(): number }
  readonly history: HistoryStore | undefined
  readonly random: () => number
  readonly logger: Logger
  readonly onError: OnError
}

/** Where a planned restart is. */
export type PlanState =
  | { readonly name: 'watching' }
  | { readonly name: 'waiting'; readonly dueMs: number; readonly reason: string }
  | { readonly name: 'asking'; readonly reason: string }

/** Turns "a restart is due" into one: not sooner than it may be, not all at once, and only with a permit. */
export class RestartPlan {
  readonly #options: ResolvedPlannedRestartOptions
  readonly #ports: PlanPorts
  readonly #past: readonly PastRestart[]
  #state: PlanState = { name: 'watching' }
  #lookedMs = Number.NEGATIVE_INFINITY
  #serves = false
  #refused = false
  /** Gives back the permit of a restart that was asked for, and since when it was. */
  #permit: { readonly giveBack: () => unknown; readonly sinceMs: number } | undefined

  constructor(options: ResolvedPlannedRestartOptions, ports: PlanPorts) {
    this.#options = options
    this.#ports = ports
    this.#past = this.#readPast()
  }

  get state(): PlanState {
    return this.#state
  }

  /** Looks whether a restart is due. Called on every tick; costs a comparison on most. */
  look(): void {
    const nowMs = this.#ports.clock.now()
    if (nowMs - this.#lookedMs < LOOK_MS) return
    this.#lookedMs = nowMs
    this.#tellReady()
    if (this.#permit !== undefined && nowMs - this.#permit.sinceMs >= GIVE_BACK_MS) void this.#giveBack()
    if (this.#state.name === 'asking') return
    const due = this.#options.health.reasons.filter(({ status }) => status === 'needs-restart')
    if (due.length === 0) this.#forget()
    else if (this.#state.name === 'watching') this.#plan(due, nowMs)
    else if (nowMs >= this.#state.dueMs) void this.#ask(this.#state.reason)
  }

  #tellReady(): void {
    const { health, lease } = this.#options
    if (this.#serves || !health.readyz.ok) return
    this.#serves = true
    void this.#safely(async () => lease?.ready?.())
  }

  /** A permit outlives the process only when it does end: it is renewed for as long as the process lives. */
  async #giveBack(): Promise<void> {
    const permit = this.#permit
    if (permit === undefined || this.#options.health.reasons.some(({ status }) => status === 'draining'))
      return
    this.#permit = undefined
    await this.#safely(async () => permit.giveBack())
  }

  #forget(): void {
    if (this.#state.name !== 'waiting') return
    this.#state = { name: 'watching' }
    this.#ports.logger.info('the planned restart is not needed any more')
  }

  #plan(due: readonly HealthReport[], nowMs: number): void {
    const { age, random, logger } = this.#ports
    const reason = due.map(({ code }) => code).join(', ')
    const why = due.map(({ message }) => message).join('; ')
    const uptimeMs = age.uptimeMs()
    const requiredMs = requiredUptimeMs(this.#past, age.wallClockMs() - uptimeMs, this.#options)
    const heldMs = Math.max(0, requiredMs - uptimeMs)
    const left = due.map(({ leak }) => leak?.secondsToLimit).filter((seconds) => seconds !== undefined)
    const jitterMs = Math.min(this.#options.jitterMs, ...left.map((seconds) => seconds * 1000 * LEAK_SHARE))
    const inMs = heldMs + random() * jitterMs
    this.#state = { name: 'waiting', dueMs: nowMs + inMs, reason }
    if (heldMs === 0) {
      logger.info(`a restart is due, and begins in ${durationText(inMs)}: ${why}`)
      return
    }
    const grown =
      requiredMs > this.#options.minIntervalMs ? 'the last ones did not help' : 'the last start is too near'
    logger.warn(
      `a restart is due, and begins in ${durationText(inMs)} and not sooner, because ${grown} ` +
        `(${durationText(requiredMs)} between two): ${why}`,
    )
  }

  async #ask(reason: string): Promise<void> {
    const { lease } = this.#options
    this.#state = { name: 'asking', reason }
    // A lease refuses who holds a permit already.
    await this.#giveBack()
    // A lease that fails holds nobody up: there is the jitter.
    const permit =
      lease === undefined
        ? () => {}
        : await this.#safely(
            () => lease.acquire(),
            () => {},
          )
    if (permit === undefined) {
      if (!this.#refused) this.#ports.logger.info('the planned restart waits: as many others restart as may')
      this.#refused = true
      this.#again(ASK_AGAIN_MS * (0.5 + this.#ports.random()), reason)
      return
    }
    this.#refused = false
    if (!this.#options.health.reasons.some(({ status }) => status === 'needs-restart')) {
      await this.#safely(async () => permit())
      this.#state = { name: 'waiting', dueMs: 0, reason }
      this.#forget()
      return
    }
    this.#permit = { giveBack: permit, sinceMs: this.#ports.clock.now() }
    await this.#restart(reason)
  }

  #again(inMs: number, reason: string): void {
    this.#state = { name: 'waiting', dueMs: this.#ports.clock.now() + inMs, reason }
  }

  async #restart(reason: string): Promise<void> {
    const { shutdown, minIntervalMs } = this.#options
    this.#writePast()
    // In a cluster the primary may turn it down; it is asked for again then, in its time.
    this.#again(Math.max(minIntervalMs, ASK_AGAIN_MS), reason)
    const goes = await this.#safely(async () => shutdown.restart(`planned restart: ${reason}`))
    if (goes !== false) return
    this.#ports.logger.info('the planned restart was turned down, and is asked for again in its time')
    await this.#giveBack()
  }

  #readPast(): readonly PastRestart[] {
    try {
      return readHistory(this.#ports.history?.read())
    } catch {
      // Nothing was ever written, or nothing can be: then the uptime alone counts.
      return []
    }
  }

  #writePast(): void {
    const { age, history, onError } = this.#ports
    try {
      history?.write(writeHistory(this.#past, { atMs: age.wallClockMs(), uptimeMs: age.uptimeMs() }))
    } catch (error) {
      onError(error)
    }
  }

  async #safely<T, F = undefined>(act: () => Promise<T>, fallback?: F): Promise<T | F> {
    try {
      return await act()
    } catch (error) {
      this.#ports.onError(error)
      return fallback as F
    }
  }
}
