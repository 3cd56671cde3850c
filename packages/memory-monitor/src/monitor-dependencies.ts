import {
  callback,
  having,
  type Logger,
  type OnError,
  resolveOptions,
  type Sampler,
  wrongType,
} from '@plimsoll/core'

/** What a monitor shares with others. Goes before what the options say. */
export interface MemoryMonitorDependencies {
  /** @default the one that the process shares */
  readonly sampler?: Sampler
  readonly logger?: Logger
  readonly onError?: OnError
}

const OWNER = 'monitor dependencies'

/** Checks them. */
export function resolveDependencies(dependencies?: MemoryMonitorDependencies) {
  // An instance has no keys of its own that would give it away.
  if (typeof (dependencies as Partial<Sampler> | undefined)?.onSample === 'function') {
    throw wrongType(OWNER, 'an object such as { sampler }', dependencies)
  }
  return resolveOptions(OWNER, dependencies, {
    sampler: having<Sampler>('start', 'onSample', 'onGc', 'noteLiveHeap'),
    logger: having<Logger>('info', 'warn', 'error'),
    onError: callback<OnError>(),
  })
}
