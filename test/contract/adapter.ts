import type { RequestListener } from 'node:http'
import type { Attachable, MonitorHandle, Suite, TrackerHandle } from '@plimsoll/http'

/** Middleware of ours, for whatever framework. */
export type Mountable = Attachable

/** What a handler of a test is given: Express's request, Koa's context, or Node's request. */
type Seen = object

export type Handler = (seen: Seen) => string | Promise<string>

/** An application of one framework, as far as the contract needs one. */
export interface ContractApp {
  use(middleware: Mountable): void
  /** Mounts under a prefix; what is mounted there sees the rest of the path, as the framework does it. */
  useAt(prefix: string, middleware: Mountable): void
  /** An application, or router, of its own under a prefix. */
  nest(prefix: string): ContractApp
  /** Middleware of the application itself, that only notes that it was entered. */
  tap(entered: () => void): void
  get(path: string, handler: Handler): void
  post(path: string, handler: Handler): void
  listener(): RequestListener
}

/** The factories of a package, by the names in the contract. */
interface Factories {
  readonly plimsoll: (options?: Parameters<typeof import('@plimsoll/http').plimsoll>[0]) => Suite
  readonly memoryGuard: (
    options?: Parameters<typeof import('@plimsoll/http').memoryGuard>[0],
  ) => Attachable & Pick<Suite, 'guard'>
  readonly memoryMonitor: (
    options?: Parameters<typeof import('@plimsoll/http').memoryMonitor>[0],
  ) => Attachable & MonitorHandle
  readonly resourceTracker: (
    options?: Parameters<typeof import('@plimsoll/http').resourceTracker>[0],
  ) => Attachable & TrackerHandle
  readonly health: (options?: Parameters<typeof import('@plimsoll/http').health>[0]) => Attachable
  readonly metrics: (options?: Parameters<typeof import('@plimsoll/http').metrics>[0]) => Attachable
  readonly memoryOf: typeof import('@plimsoll/http').memoryOf
  readonly resourcesOf: typeof import('@plimsoll/http').resourcesOf
  readonly currentResources: typeof import('@plimsoll/http').currentResources
}

/** One framework that the contract is checked for. */
export interface Adapter {
  readonly factories: Factories
  create(): ContractApp
}
