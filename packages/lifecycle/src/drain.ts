import type { Board, Clock, Closeable, OnError } from '@plimsoll/core'
import type { Connections } from './connections/connections.js'
import { isOnlyIdle } from './connections/waiting.js'
import { holdExit, isExitHeld } from './held-exit.js'
import type { HookOutcome, ShutdownHooks } from './hooks/shutdown-hooks.js'
import type { ProcessPort } from './platform/process-port.js'
import type { ShutdownLog } from './shutdown-log.js'
import type { ShutdownState } from './shutdown-state.js'

/** So often it is looked at what has come to rest. */
const TICK_MS = 50
/** Of the whole time so much at most is kept for the hooks: they run even when a connection never ends. */
const HOOK_SHARE = 0.2

export interface DrainPorts {
  readonly clock: Clock
  readonly connections: Connections
  readonly hooks: ShutdownHooks
  readonly process: Pick<ProcessPort, 'hold' | 'onUncaught' | 'interceptExit'>
  readonly exit: (code: number) => void
  /** The last thing before the exit, within the deadline like all the rest. Never rejects. */
  readonly beforeExit?: () => Promise<void>
  readonly board: Board
  readonly log: ShutdownLog
  readonly onError: OnError
}

export interface DrainTimes {
  readonly preStopDelayMs: number
  /** From the beginning to the end, whatever happens. */
  readonly drainTimeoutMs: number
}

/** One shutdown from its first moment to the exit: serve on, drain, run the hooks, all before one deadline. */
export class Drain {
  readonly #times: DrainTimes
  readonly #ports: DrainPorts
  readonly #abort = new AbortController()
  readonly #result: Promise<number>
  #resolve: (code: number) => void = () => {}
  #state: ShutdownState
  #held: { close(): void }[] = []
  #tick: { close(): void } | undefined
  #told: readonly Closeable[] = []
  #startMs = 0
  #code = 0
  /** Whether by themselves or by us: none is waited for any more. */
  #connectionsDone = false
  #givenUp = false

  constructor(times: DrainTimes, ports: DrainPorts) {
    this.#times = times
    this.#ports = ports
    this.#state = { name: 'running', sinceMs: ports.clock.now() }
    this.#result = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  get state(): ShutdownState {
    return this.#state
  }

  /** Aborts when draining begins: for what runs without an end of its own. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** Begins, once; resolves with the exit code. Where nobody has to be told first there need be no delay. */
  shutdown(reason: string, preStopDelayMs = this.#times.preStopDelayMs): Promise<number> {
    if (this.#state.name !== 'running' || this.#givenUp) return this.#result
    const { clock, connections, hooks, process, board, log } = this.#ports
    const { drainTimeoutMs } = this.#times
    this.#startMs = clock.now()
    this.#enter(preStopDelayMs > 0 ? 'delaying' : 'draining', reason)
    // The process must live until the hooks have run, although nothing else may be open by then.
    this.#held = [process.hold(), process.onUncaught((error) => this.#onUncaught(error))]
    const report = {
      status: 'draining',
      code: 'draining',
      message: `The process shuts down (${reason})`,
    } as const
    this.#told = [board.put('drain', () => true), board.put('health', () => [report])]
    log.began(reason, connections.waiting, preStopDelayMs, drainTimeoutMs)
    connections.announce()
    // What rests is measured from here.
    connections.sweep()
    // A delay that takes nearly all of the time must not leave nothing for the drain itself.
    const afterDelayMs = Math.max(0, drainTimeoutMs - preStopDelayMs)
    const reservedMs = Math.min(hooks.budgetMs, drainTimeoutMs * HOOK_SHARE, afterDelayMs / 2)
    this.#after(drainTimeoutMs, () => this.force('the time is up'))
    this.#after(drainTimeoutMs - reservedMs, () => this.#cutOff(reason))
    this.#after(preStopDelayMs, () => this.#drain(reason))
    return this.#result
  }

  /** Ends it now, whatever is left. */
  force(why: string): void {
    if (this.#isOver) return
    const { connections, hooks, log } = this.#ports
    log.forced(why, connections.waiting, hooks.running, hooks.waiting)
    this.#code = 1
    this.#end('forced')
  }

  /** Lets go of everything. One that runs is given up without an exit, and counts as failed. */
  close(): void {
    if (!this.#isOver) this.#state = { name: 'running', sinceMs: this.#ports.clock.now() }
    this.#givenUp = true
    this.#ports.hooks.giveUp()
    this.#release()
    this.#resolve(1)
    for (const each of this.#told) each.close()
    this.#told = []
  }

  get #isOver(): boolean {
    return this.#givenUp || this.#state.name === 'closed' || this.#state.name === 'forced'
  }

  get #reason(): string {
    return this.#state.name === 'running' ? '' : this.#state.reason
  }

  #enter(name: Exclude<ShutdownState['name'], 'running'>, reason: string): void {
    this.#state = { name, sinceMs: this.#ports.clock.now(), reason }
  }

  #after(delayMs: number, act: () => void): void {
    if (delayMs > 0) this.#held.push(this.#ports.clock.schedule(act, delayMs))
    else act()
  }

  #drain(reason: string): void {
    if (this.#isOver || this.#connectionsDone) return
    this.#enter('draining', reason)
    this.#ports.connections.drain()
    this.#abort.abort()
    this.#look()
  }

  /** Until nothing is open. */
  #look(): void {
    const { connections, log, clock } = this.#ports
    if (this.#isOver || this.#connectionsDone) return
    connections.sweep()
    if (connections.empty) {
      this.#connectionsDone = true
      void this.#runHooks()
      return
    }
    log.waits(connections.waiting, this.#startMs + this.#times.drainTimeoutMs - clock.now())
    this.#tick = clock.schedule(() => this.#look(), TICK_MS)
  }

  #cutOff(reason: string): void {
    const { connections, log } = this.#ports
    if (this.#isOver || this.#connectionsDone) return
    this.#connectionsDone = true
    const { waiting } = connections
    if (isOnlyIdle(waiting)) log.closesIdle(waiting)
    else {
      this.#code = 1
      log.cutOff(waiting)
    }
    connections.cutOff()
    if (this.#state.name !== 'draining') this.#enter('draining', reason)
    void this.#runHooks()
  }

  async #runHooks(): Promise<void> {
    const { process, hooks, log } = this.#ports
    const endMs = this.#startMs + this.#times.drainTimeoutMs
    this.#held.push(
      holdExit(
        process,
        () => hooks.isOnStack,
        (code) => this.#onExitCalled(code),
      ),
    )
    await hooks.run(this.#reason, endMs, (outcome) => this.#onHook(outcome))
    if (this.#isOver) return
    await this.#ports.beforeExit?.()
    if (this.#isOver) return
    log.closed(this.#code)
    this.#end(this.#code === 0 ? 'closed' : 'forced')
  }

  #onHook(outcome: HookOutcome): void {
    if (this.#isOver) return
    if (outcome.result === 'hung') this.#code = 1
    if (outcome.result === 'failed') this.#ports.onError(outcome.error)
    this.#ports.log.hookEnded(outcome)
  }

  #onExitCalled(code: number): void {
    const { hooks, log } = this.#ports
    const byHook = hooks.isOnStack || hooks.isCaller
    log.exitCalled(byHook ? hooks.running : undefined, code)
    this.#code ||= code
    // Whoever else calls it has no say in when a hook has done its work.
    if (byHook) hooks.endRunning()
  }

  #onUncaught(error: unknown): void {
    if (isExitHeld(error)) return
    this.#code = 1
    this.#ports.log.uncaught(error)
  }

  #end(name: 'closed' | 'forced'): void {
    const { connections, exit, onError } = this.#ports
    this.#enter(name, this.#reason)
    connections.cutOff()
    this.#release()
    this.#resolve(this.#code)
    // After those who wait for the result.
    queueMicrotask(() => {
      try {
        exit(this.#code)
      } catch (error) {
        onError(error)
      }
    })
  }

  #release(): void {
    this.#tick?.close()
    for (const each of this.#held) each.close()
    this.#held = []
  }
}
