import type { Clock, Logger } from '@plimsoll/core'
import { fromPrimary } from './cluster-messages.js'
import { discard, isGone, type RetirePorts, retire } from './retire.js'
import type { Entry, Roster } from './roster.js'
import { waitUntil } from './wait-until.js'

/** How a rolling restart ended. */
export interface RestartOutcome {
  /** `aborted`: replacements did not become ready, and the rest was left alone. `stopped`: the cluster ended. */
  readonly result: 'done' | 'aborted' | 'stopped'
  /** Workers that were replaced. */
  readonly replaced: number
  /** The same in words. */
  readonly message: string
}

export interface RestartRunPorts extends RetirePorts {
  readonly roster: Roster
  readonly clock: Clock
  readonly logger: Logger
  readonly readyTimeoutMs: number
  /** Milliseconds between the two attempts at a replacement. */
  readonly backoffMs: number
  readonly fork: () => Entry | undefined
  /** How many workers are to serve. */
  readonly wanted: () => number
}

/** A replacement that fails twice would fail again: the program or its machine has to be looked at first. */
const ATTEMPTS = 2
/** How long after its channel has closed a worker that is dying has exited. */
export const EXIT_FOLLOWS_MS = 1000
/** Those who ask within a second mean the same. */
const SAME_ASK_MS = 1000

/** Replaces workers that are to be replaced, one at a time, each only when another one serves in its place. */
export class RestartRun {
  readonly #ports: RestartRunPorts
  #running: Promise<RestartOutcome> | undefined
  #askedAtMs = Number.NEGATIVE_INFINITY
  #replacement: { readonly entry: Entry; readonly victim: Entry } | undefined
  #stopped = false

  constructor(ports: RestartRunPorts) {
    this.#ports = ports
  }

  get running(): boolean {
    return this.#running !== undefined
  }

  /** A worker that is there beside the one it is to replace, and not yet in its place. */
  get surplus(): number {
    const { entry, victim } = this.#replacement ?? {}
    const isBeside = entry !== undefined && isStaying(entry) && victim !== undefined && isStaying(victim)
    return isBeside ? 1 : 0
  }

  /** Its death is the business of the attempt that it belongs to. */
  isReplacement(entry: Entry): boolean {
    return this.#replacement?.entry === entry && isStaying(this.#replacement.victim)
  }

  /** Has every worker replaced that is there now. Whoever asks while it goes on waits for the same end. */
  askAll(reason: string): Promise<RestartOutcome> {
    const { clock, roster } = this.#ports
    const same = this.#running !== undefined && clock.now() - this.#askedAtMs < SAME_ASK_MS
    if (!same) {
      this.#askedAtMs = clock.now()
      for (const entry of roster.staying) entry.restartReason ??= reason
    }
    return this.#run()
  }

  /** Has one worker replaced. */
  askOne(entry: Entry, reason: string): void {
    if (entry.restartReason !== undefined || !isStaying(entry)) return
    entry.restartReason = reason
    void this.#run()
  }

  stop(): void {
    this.#stopped = true
    this.#ports.roster.touch()
  }

  #run(): Promise<RestartOutcome> {
    this.#running ??= this.#replaceAll()
    return this.#running
  }

  async #replaceAll(): Promise<RestartOutcome> {
    const { roster, logger } = this.#ports
    let replaced = 0
    let failure: string | undefined
    // Whoever asks has to be told of a run that is over at once, too.
    await Promise.resolve()
    while (!this.#stopped && failure === undefined) {
      const victim = this.#next()
      if (victim === undefined) break
      const done = await this.#replace(victim)
      failure = done.failure
      this.#replacement = undefined
      roster.touch()
      if (done.replaced) replaced += 1
    }
    for (const entry of roster.entries) {
      if (entry.restartReason !== undefined && isStaying(entry))
        entry.member.send(fromPrimary({ word: 'stay' }))
      entry.restartReason = undefined
    }
    this.#running = undefined
    const outcome = this.#outcome(replaced, failure)
    if (outcome.result === 'aborted') logger.error(outcome.message)
    else logger.info(outcome.message)
    return outcome
  }

  /** One that does not serve first: nobody misses it, and with its replacement others can be spared. */
  #next(): Entry | undefined {
    const due = this.#ports.roster.staying.filter(({ restartReason }) => restartReason !== undefined)
    return due.find(({ state }) => state.name === 'starting') ?? due[0]
  }

  #outcome(replaced: number, failure: string | undefined): RestartOutcome {
    const count = `${replaced} ${replaced === 1 ? 'worker' : 'workers'} replaced`
    if (this.#stopped)
      return { result: 'stopped', replaced, message: `rolling restart ended early: ${count}` }
    if (failure === undefined) return { result: 'done', replaced, message: `rolling restart done: ${count}` }
    const message = `rolling restart given up, ${count}: ${failure}. The workers that are there go on serving`
    return { result: 'aborted', replaced, message }
  }

  /** Says why it could not be done, if it could not. */
  async #replace(victim: Entry): Promise<{ readonly replaced: boolean; readonly failure?: string }> {
    const { readyTimeoutMs, wanted, roster, logger, clock } = this.#ports
    const startMs = clock.now()
    const reason = victim.restartReason ?? 'restart'
    const { replacement, failure } = await this.#readyReplacement(victim, reason)
    if (failure !== undefined) return { replaced: false, failure }
    if (this.#stopped) return { replaced: false }
    if (replacement === undefined) return { replaced: true }
    const canGo = (): boolean => {
      const others = roster.ready.filter((entry) => entry !== victim).length
      return this.#stopped || !isStaying(victim) || others >= wanted()
    }
    // Another one may have died meanwhile. Until its place is taken, nobody else may go.
    if (!(await waitUntil(canGo, readyTimeoutMs, this.#ports))) {
      const failure = `with ${roster.ready.length} of ${wanted()} workers ready, none could be spared for ${readyTimeoutMs} ms`
      return { replaced: false, failure }
    }
    // It may have gone by itself; its replacement is there all the same.
    if (this.#stopped || !isStaying(victim)) return { replaced: !this.#stopped }
    logger.info(
      `${named(replacement)} was ready after ${Math.round(clock.now() - startMs)} ms and takes the place ` +
        `of ${named(victim)}, which finishes (${reason})`,
    )
    // Nobody has to be kept from sending new connections here: the others take them.
    await retire(victim, { reason, preStopDelayMs: 0 }, this.#ports)
    return { replaced: true }
  }

  async #readyReplacement(
    victim: Entry,
    reason: string,
  ): Promise<{ readonly replacement?: Entry; readonly failure?: string }> {
    const { fork, readyTimeoutMs, backoffMs, logger } = this.#ports
    for (let attempt = 1; ; attempt += 1) {
      const entry = fork()
      if (entry !== undefined) this.#replacement = { entry, victim }
      const isSettled = (): boolean => this.#stopped || entry?.state.name !== 'starting'
      const settled = await waitUntil(isSettled, readyTimeoutMs, this.#ports)
      if (entry?.state.name === 'ready') return { replacement: entry }
      // A channel closes a moment before its worker's exit, which tells more.
      if (entry?.lost) await waitUntil(() => isGone(entry), EXIT_FOLLOWS_MS, this.#ports)
      const failure = `the replacement of ${named(victim)} ${failureOf(entry, settled, readyTimeoutMs)}`
      if (entry !== undefined) await discard(entry, this.#ports)
      this.#replacement = undefined
      if (this.#stopped || !isStaying(victim)) return {}
      if (attempt === ATTEMPTS) return { failure: `${failure}, the ${ATTEMPTS}nd in a row` }
      logger.warn(`${failure} (${reason}): one more attempt in ${backoffMs} ms`)
      await waitUntil(() => this.#stopped, backoffMs, this.#ports)
      // Died by itself: its place is taken like that of any other that dies.
      if (this.#stopped || !isStaying(victim)) return {}
    }
  }
}

function isStaying({ state }: Entry): boolean {
  return state.name === 'starting' || state.name === 'ready'
}

function named({ member }: Entry): string {
  return `worker ${member.id} (pid ${member.pid})`
}

function failureOf(entry: Entry | undefined, settled: boolean, timeoutMs: number): string {
  if (entry === undefined) return 'could not be started'
  if (!settled) return `was not ready within ${timeoutMs} ms`
  return entry.state.name === 'gone'
    ? `died at its start (${entry.state.how})`
    : 'closed its channel at its start'
}
