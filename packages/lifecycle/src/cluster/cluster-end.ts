import type { Clock, Logger } from '@plimsoll/core'
import type { Supervisor } from './supervisor.js'

export interface ClusterEndPorts {
  readonly clock: Clock
  readonly logger: Logger
  readonly exit: (code: number) => void
  readonly forceAfterSignals: number
}

/** A terminal, npm and a supervisor may all pass the same signal on. */
const SAME_SIGNAL_MS = 1000

/** The end of a whole cluster: its workers finish, then its primary exits. */
export class ClusterEnd {
  readonly #supervisor: Supervisor
  readonly #ports: ClusterEndPorts
  #ending: Promise<void> | undefined
  #signals = 0
  #signalledAtMs = Number.NEGATIVE_INFINITY

  constructor(supervisor: Supervisor, ports: ClusterEndPorts) {
    this.#supervisor = supervisor
    this.#ports = ports
  }

  get begun(): boolean {
    return this.#ending !== undefined
  }

  signalled(what: string): void {
    const nowMs = this.#ports.clock.now()
    if (nowMs - this.#signalledAtMs < SAME_SIGNAL_MS) return
    this.#signalledAtMs = nowMs
    this.#signals += 1
    if (this.#signals >= this.#ports.forceAfterSignals) this.#force(what)
    else void this.begin(what)
  }

  begin(reason: string): Promise<void> {
    this.#ending ??= this.#end(reason)
    return this.#ending
  }

  async #end(reason: string): Promise<void> {
    const { logger, exit, clock } = this.#ports
    const startMs = clock.now()
    logger.info(
      `plimsoll: ${reason}: ${this.#supervisor.roster.entries.length} workers finish, then the cluster ends`,
    )
    const well = await this.#supervisor.end(reason)
    const tookMs = Math.round(clock.now() - startMs)
    if (well) logger.info(`plimsoll: all workers have finished, after ${tookMs} ms`)
    else
      logger.error(
        `plimsoll: the workers are gone after ${tookMs} ms, not all of them by themselves: exit code 1`,
      )
    exit(well ? 0 : 1)
  }

  #force(what: string): void {
    const { logger, exit } = this.#ports
    const left = this.#supervisor.roster.entries.length
    logger.error(
      `plimsoll: ${what} came again: ${left} workers are killed in the middle of what they do, exit code 1`,
    )
    this.#supervisor.kill()
    exit(1)
  }
}
