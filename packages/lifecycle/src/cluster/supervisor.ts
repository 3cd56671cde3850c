import type { Clock, Closeable, Logger, OnError } from '@plimsoll/core'
import { fromPrimary, readWorkerWord, type WorkerWord } from './cluster-messages.js'
import type { Member, MemberEvents, PrimaryPort } from './cluster-port.js'
import { Respawner } from './respawner.js'
import { EXIT_FOLLOWS_MS, RestartRun } from './restart-run.js'
import { retire } from './retire.js'
import type { ResolvedRollingRestartOptions } from './rolling-restart-options.js'
import { type Entry, Roster } from './roster.js'

export interface SupervisorPorts {
  readonly port: PrimaryPort
  readonly clock: Clock
  readonly logger: Logger
  readonly onError: OnError
}

/** Keeps the workers of a cluster: knows what each is at, starts what is missing, replaces and ends them. */
export class Supervisor implements MemberEvents {
  readonly roster: Roster
  readonly run: RestartRun
  readonly #options: ResolvedRollingRestartOptions
  readonly #ports: SupervisorPorts
  readonly #respawner: Respawner
  readonly #subscription: Closeable
  #wanted: number
  #ending = false

  constructor(options: ResolvedRollingRestartOptions, ports: SupervisorPorts) {
    const { clock, logger, onError, port } = ports
    this.#options = options
    this.#ports = ports
    this.roster = new Roster(() => clock.now(), onError)
    this.#wanted = options.workers ?? 0
    this.#respawner = new Respawner(options, {
      clock,
      logger,
      missing: () => this.#missing,
      start: () => this.#fork() !== undefined,
    })
    this.run = new RestartRun({
      roster: this.roster,
      clock,
      logger,
      readyTimeoutMs: options.readyTimeoutMs,
      drainTimeoutMs: options.drainTimeoutMs,
      backoffMs: options.minBackoffMs,
      fork: () => this.#fork(),
      wanted: () => this.#wanted,
    })
    this.#subscription = port.listen(this)
    for (const member of port.members()) this.#meet(member)
    for (let missing = this.#missing; missing > 0; missing -= 1) this.#fork()
    this.#respawner.check()
  }

  forked(member: Member): void {
    this.roster.enter(member)
    this.#adopt()
  }

  listening(id: number): void {
    const entry = this.roster.get(id)
    // One with several servers listens to the first of them now; it says itself when it does to all.
    if (entry !== undefined && !entry.knowsProtocol) this.#serves(entry)
  }

  message(id: number, message: unknown): void {
    const entry = this.roster.get(id)
    if (entry === undefined) return
    if (message === 'ready' && this.#options.waitFor === 'ready') this.roster.move(entry, 'ready')
    const word = readWorkerWord(message)
    if (word !== undefined) this.#hear(entry, word)
  }

  disconnected(id: number): void {
    const entry = this.roster.get(id)
    if (entry === undefined || entry.state.name === 'retiring') return
    if (entry.member.exitExpected) {
      this.#isLetGo(entry)
      this.#respawner.check()
      return
    }
    entry.lost = true
    this.roster.move(entry, 'retiring')
    // Mostly its exit follows. Otherwise nothing can be handed to it any more, but it may finish what it has.
    this.#ports.clock.schedule(() => {
      if (entry.state.name !== 'gone') this.#finish(entry, 'its channel is closed')
    }, EXIT_FOLLOWS_MS)
  }

  exited(id: number, how: string, failed: boolean): void {
    const entry = this.roster.get(id)
    if (entry === undefined) return
    if (entry.member.exitExpected && entry.state.name !== 'retiring') this.#isLetGo(entry)
    const wasMeant = entry.state.name === 'retiring' && !entry.lost
    const isReplacement = this.run.isReplacement(entry)
    this.roster.leave(entry, how, failed)
    if (this.#ending || isReplacement) return
    if (!wasMeant) this.#respawner.died(entry, how)
    this.#respawner.check()
  }

  /** Has all workers finish at once. Resolves when all are gone, to whether each went by itself. */
  async end(reason: string): Promise<boolean> {
    this.#ending = true
    this.#respawner.close()
    this.run.stop()
    // One that listens to nothing may be at a job all the same.
    const ended = this.roster.entries.map((entry) => retire(entry, { reason }, this.#retirePorts))
    return (await Promise.all(ended)).every((byItself) => byItself)
  }

  /** Ends all workers at once, in the middle of whatever they do. */
  kill(): void {
    for (const { member } of this.roster.entries) member.kill()
  }

  close(): void {
    this.#ending = true
    this.#subscription.close()
    this.#respawner.close()
    this.run.stop()
    for (const { knowsProtocol, member } of this.roster.entries) {
      if (knowsProtocol) member.send(fromPrimary({ word: 'release' }))
    }
  }

  #hear(entry: Entry, word: WorkerWord): void {
    switch (word.word) {
      case 'hello':
        entry.knowsProtocol = true
        entry.ownTimeoutMs = word.withinMs
        this.#welcome(entry)
        return
      case 'ready':
        this.#serves(entry)
        return
      case 'draining':
        entry.withinMs = word.withinMs ?? this.#options.drainTimeoutMs
        this.roster.touch()
        if (entry.state.name !== 'retiring') this.#finish(entry, 'it finishes by itself')
        return
      case 'restart':
        if (!this.#ending) this.run.askOne(entry, word.reason)
        return
      case 'flush':
        entry.member.send(fromPrimary({ word: 'flushed', token: word.token }))
        return
      case 'bye':
    }
  }

  /** A worker from before: whether it serves was told to nobody, so it is taken to. */
  #meet(member: Member): void {
    this.forked(member)
    this.listening(member.id)
    member.send(fromPrimary({ word: 'who' }))
  }

  /** Nobody asked this worker to go, so its place is empty. */
  #finish(entry: Entry, reason: string): void {
    void retire(entry, { reason }, this.#retirePorts)
    if (!this.#ending) this.#respawner.check()
  }

  #serves(entry: Entry): void {
    if (this.#options.waitFor === 'listening') this.roster.move(entry, 'ready')
  }

  /** Workers that the application starts count as wanted, unless it has said how many it wants. */
  #adopt(): void {
    if (this.#options.workers !== undefined || this.run.running || this.#serving <= this.#wanted) return
    this.#wanted = this.#serving
    for (const entry of this.roster.staying) if (entry.knowsProtocol) this.#welcome(entry)
  }

  /** The application has let go of a worker: without a number that it said, it wants one less. */
  #isLetGo(entry: Entry): void {
    if (this.#options.workers === undefined && !this.run.isReplacement(entry)) this.#wanted -= 1
    this.roster.move(entry, 'retiring')
  }

  #welcome({ member }: Entry): void {
    const { restartSignal } = this.#options
    const only = restartSignal === undefined ? {} : { restartSignal }
    member.send(fromPrimary({ word: 'welcome', workers: this.#wanted, ...only }))
  }

  get #serving(): number {
    return this.roster.staying.length - this.run.surplus
  }

  get #missing(): number {
    return this.#ending ? 0 : this.#wanted - this.#serving
  }

  get #retirePorts() {
    const { clock, logger } = this.#ports
    return { roster: this.roster, clock, logger, drainTimeoutMs: this.#options.drainTimeoutMs }
  }

  #fork(): Entry | undefined {
    try {
      return this.roster.enter(this.#ports.port.fork())
    } catch (error) {
      this.#ports.onError(error)
      this.#ports.logger.error(`a worker could not be started: ${String(error)}`)
      return undefined
    }
  }
}
