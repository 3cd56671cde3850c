import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Closeable, Sampler } from '@plimsoll/core'
import type { Health } from '@plimsoll/health'
import type { MemoryGuard } from '@plimsoll/memory-guard'
import type { MemoryMonitor } from '@plimsoll/memory-monitor'
import type { Metrics } from '@plimsoll/metrics'
import type { ResourceTracker } from '@plimsoll/resource-tracker'
import { closeWhenAbandoned } from './abandonment.js'
import type { AttachableServer } from './attachment.js'
import type { Pipeline } from './pipeline.js'
import type { SuiteParts } from './suite-parts.js'

/** What a middleware of ours is beside a middleware. */
export interface Attachable extends Closeable {
  /**
   * Starts what the first request would start. For `observe` before anything is loaded that it should watch; a
   * second time does nothing.
   */
  start(): void
  /**
   * Decides in front of the framework from now on: a 503 then costs a fraction of one that has gone through
   * Express. The first request attaches by itself unless `autoAttach: false`.
   */
  attach(server: AttachableServer): void
  /** Wraps a request listener, for where there is no server to attach to. */
  wrap(handler: RequestListener): RequestListener
}

/** The suite behind `plimsoll()`: the middleware carries it. A part that was left out is `undefined`. */
export interface Suite extends Attachable {
  /** Tells health that the application is ready to serve. */
  ready(): void
  readonly guard: MemoryGuard | undefined
  readonly monitor: MemoryMonitor | undefined
  readonly resources: ResourceTracker | undefined
  readonly health: Health | undefined
  readonly metrics: Metrics | undefined
  readonly sampler: Sampler
}

/** Gives a middleware the methods of {@link Attachable}, and closes it when it is dropped. */
export function withLifetime<M extends object>(middleware: M, pipeline: Pipeline): M & Attachable {
  const abandonment = closeWhenAbandoned(middleware, pipeline)
  const close = (): void => {
    abandonment.settled()
    pipeline.close()
  }
  pipeline.ownedBy(middleware)
  return Object.assign(middleware, {
    start: () => pipeline.start(),
    attach: (server: AttachableServer) => pipeline.attach(server),
    wrap(handler: RequestListener): RequestListener {
      return (req: IncomingMessage, res: ServerResponse) => {
        // The wrapper keeps the middleware from being taken for abandoned.
        void middleware
        if (pipeline.enter(req, res as ServerResponse)) handler(req, res as never)
      }
    },
    close,
    [Symbol.dispose]: close,
  })
}

/** Gives a middleware the whole {@link Suite}. */
export function withSuite<M extends object>(middleware: M, parts: SuiteParts): M & Suite {
  const { guard, monitor, resources, health, metrics, sampler } = parts
  const ready = (): void => health?.markReady()
  const held = { ready, guard, monitor, resources, health, metrics, sampler }
  return Object.assign(withLifetime(middleware, parts.pipeline), held)
}
