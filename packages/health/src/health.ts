import type { Board, Clock, Closeable, HealthReport, OnError, Sampler } from '@plimsoll/core'
import type { HealthBody } from './body/health-body.js'
import type { IetfHealthBody } from './body/ietf-body.js'
import type { ResolvedHealthOptions } from './health-options.js'
import type { HealthStatus } from './health-status.js'
import type { ProcessFacts } from './platform/process-facts.js'

/** The answer of one probe. */
export interface Probe {
  readonly ok: boolean
  /** Why not, in one word for machines. */
  readonly reason?: 'starting' | 'draining' | 'memory-critical'
}

/** A health report with the HTTP status that goes with it. */
export interface HealthAnswer<Body> {
  readonly statusCode: number
  readonly body: Body
}

/**
 * Says how the process is, and why.
 *
 * Reading it takes no sample and changes nothing; only the application's own checks are run, when their last
 * outcome is too old.
 */
export interface Health extends Closeable {
  readonly options: ResolvedHealthOptions
  /** The status by what is known now; runs no checks. */
  readonly status: HealthStatus
  /** Why it is not `healthy`; runs no checks. */
  readonly reasons: readonly HealthReport[]
  /** Never looks at memory: a process that is short of memory must be left to shed, not be killed. */
  readonly livez: Probe
  /** Not ready before the start and while draining. */
  readonly readyz: Probe
  readonly startupz: Probe
  /** Puts health on the board and listens to changes of the container's limit. Costs nothing while idle. */
  start(): void
  /** The application is ready to serve. */
  markReady(): void
  /** A server of this process accepts connections. */
  listening(): void
  /** Makes the report, at once unless a check has to be run first. Never rejects. */
  read(detailed: boolean): HealthAnswer<HealthBody> | Promise<HealthAnswer<HealthBody>>
  /** The same in the shape of `application/health+json`. */
  readIetf(detailed: boolean): HealthAnswer<IetfHealthBody> | Promise<HealthAnswer<IetfHealthBody>>
}

/** What health is told from outside. */
export interface HealthDependencies {
  readonly sampler: Pick<Sampler, 'latest' | 'pressure' | 'stats' | 'onLimitChange'>
  readonly clock: Clock
  /** @default the board of this process */
  readonly board?: Board
  /** Is told of checks and reports that throw. @default counted only */
  readonly onError?: OnError
  /** @default the facts of this process */
  readonly processFacts?: ProcessFacts
  /** Draws the jitter of the maximum uptime. @default Math.random */
  readonly random?: () => number
}
