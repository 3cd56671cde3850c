import type { Acquisition } from './acquisition.js'
import type { OutstandingKind } from './observer.js'
import type { Place } from './place.js'
import type { EndedRequest } from './route-clock.js'

/** Something that was alive when its request had ended. */
export interface Held {
  readonly acquisition: Acquisition
  /** The request that opened it, or for what nobody knows the request of, when that was. */
  readonly request: EndedRequest
  /** Before that it is expected to be alive. */
  readonly ripeAtMs: number
}

/** What is alive after the grace time, of one kind, route and place. */
export interface Group {
  readonly kind: OutstandingKind
  readonly route: string
  /** `undefined` for those of which no stack was taken. */
  readonly place: Place | undefined
  /** Number of the first request that is or was in it, since the last long pause. */
  from: number
  /** Number of the last one. */
  last: number
  held: readonly Held[]
}
