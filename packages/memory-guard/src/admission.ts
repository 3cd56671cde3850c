import type { Ticket } from './fitting/ticket.js'

export const PRIORITIES = ['critical', 'normal', 'sheddable'] as const
export type Priority = (typeof PRIORITIES)[number]

/** Why a request was shed. The first four are stages, the next five fitting. */
export type ShedReason =
  | 'heap-live'
  | 'gc-time'
  | 'loop-delay'
  | 'memory-stall'
  | 'container'
  | 'rss'
  | 'heap'
  | 'body-size'
  | 'loop-busy'
  | 'endpoint-budget'

/** What the guard needs to know of a request, whatever framework it came through. */
export interface AdmissionRequest {
  readonly method: string
  /** Canonical path of the original URL; `undefined` when the URL has encodings, dots, `//` or `;`. */
  readonly path: string | undefined
  /** Declared length of the body in bytes, 0 for none, `undefined` when it is sent in chunks. */
  readonly bodyBytes: number | undefined
  /** `false` for a body that nobody makes strings or objects of: V8's heap limit does not count it. @default true */
  readonly bodyOnHeap?: boolean
  /** What predicates of the user are given: Node's request. */
  readonly raw: unknown
}

/** A request that was let in: it holds a reservation until `release`. */
export interface Admitted {
  readonly decision: 'admitted'
  readonly ticket: Ticket
}

/** A request that was turned away. */
export interface Shed {
  readonly decision: 'shed'
  /** 413 when the declared body can never fit, else 503. */
  readonly status: 413 | 503
  readonly reason: ShedReason
  readonly retryAfterSeconds: number
}

/** What `onShed` is told. */
export interface ShedEvent {
  readonly reason: ShedReason
  readonly priority: Priority
  readonly status: 413 | 503
  readonly method: string
  readonly path: string | undefined
  /** How near the limit is that turned it away, 1 at the limit. */
  readonly ratio: number
  readonly usedBytes?: number
  readonly limitBytes?: number
  /** What the request is believed to need. */
  readonly costBytes: number
  readonly dryRun: boolean
}
