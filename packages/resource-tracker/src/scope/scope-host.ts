import type { Clock, OnError } from '@plimsoll/core'
import type { Files } from '../platform/files.js'
import type { Timers } from '../platform/timers.js'
import type { ScopeCounters } from './scope-counters.js'

/** What all scopes of one tracker share. */
export interface ScopeHost {
  readonly disposeTimeoutMs: number
  readonly maxResources: number
  readonly abortOnEnd: boolean
  readonly counters: ScopeCounters
  readonly clock: Clock
  readonly timers: Timers
  readonly files: Files
  /** Never throws. */
  readonly onError: OnError
}
