import type { RouteCost } from '../costs/route-cost.js'

/** The reservation of one request in flight. Given back exactly once. */
export interface Ticket {
  readonly route: RouteCost
  /** Bytes of the body, as it was declared. */
  readonly bodyBytes: number
  /** Bytes reserved beside what else is in flight; 0 once given back. */
  reservedBytes: number
  /** Of these, bytes of a body that V8's heap limit does not count. */
  readonly offHeapBytes: number
  open: boolean
}
