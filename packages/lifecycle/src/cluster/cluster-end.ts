import type { Clock, Logger } from '@plimsoll/core'
import type { Supervisor } from './supervisor.js'

export interface ClusterEndPorts {
  readonly clock: Clock
  readonly logger: Logger
  readonly exit: (code: number) => void
}

/** The end of a whole cluster: its workers finish, then its primary exits. */
export class ClusterEnd {
  readonly #supervisor: Supervisor
  readonly #ports: ClusterEndPorts
  #ending: Promise<void> | undefined

  constructor(supervisor: Supervisor, ports: ClusterEndPorts) {
    this.#supervisor = supervisor
    this.#ports = ports
  }

  get begun(): boolean {
    return this.#ending !== undefined
  }

  shutdown(reason: string): Promise<void> {
    this.#ending ??= this.#end(reason)
    return this.#ending
  }

  get #workers(): string {
    const { length } = this.#supervisor.roster.entries
    return length === 1 ? '1 worker' : `${length} workers`
  }

  async #end(reason: string): Promise<void> {
    const { logger, exit, clock } = this.#ports
    const startMs = clock.now()
    logger.info(`${reason}: ${this.#workers} to finish, then the cluster ends`)
    const well = await this.#supervisor.end(reason)
    const tookMs = Math.round(clock.now() - startMs)
    if (well) logger.info(`all workers have finished, after ${tookMs} ms`)
    else logger.error(`the workers are gone after ${tookMs} ms, not all of them by themselves: exit code 1`)
    exit(well ? 0 : 1)
  }

  /** Ends it now, whatever the workers do. */
  force(why: string): void {
    const { logger, exit } = this.#ports
    logger.error(`${why}: killing ${this.#workers}, whatever is being done, exit code 1`)
    this.#supervisor.kill()
    exit(1)
  }
}
