import { type Clock, isOwnSuite, type Logger, type OnError } from '@plimsoll/core'
import { collections } from '../platform/watch/collections.js'
import { outsideRequests } from '../platform/watch/outside-requests.js'
import { originalOf } from '../platform/watch/source-maps.js'
import { watch } from '../platform/watch/watch.js'
import type { ResolvedObserveOptions } from './observe-options.js'
import type { Observer } from './observer.js'
import { ProcessObserver } from './process-observer.js'

/** What an observer is given by whoever owns it. */
export interface ObserverPorts {
  readonly clock: Clock
  readonly logger: Logger
  readonly onError: OnError
}

/** Makes an observer. It wraps nothing before its `start()`. */
export function createObserver(
  options: ResolvedObserveOptions,
  { clock, logger, onError }: ObserverPorts,
): Observer {
  const random = (): number => Math.random()
  return new ProcessObserver(options, {
    ...{ logger, onError, collections, watch, isOurs: isOwnSuite, originalOf, random },
    clock: outsideRequests(clock),
  })
}
