import { CostBook } from '../costs/cost-book.js'
import type { Abandoned } from '../costs/lingering.js'
import type { RouteCost } from '../costs/route-cost.js'
import type { Ticket } from './ticket.js'

/**
 * What all requests in flight have reserved. One for each sampler, so that two guards in a process do not
 * promise the same memory twice.
 */
export class Accounts {
  readonly book = new CostBook()
  inFlight = 0
  reservedBytes = 0
  /** Of these, bytes that V8's heap limit does not count. */
  offHeapBytes = 0
  /** Counts reservations given back: while it stands still, what did not fit does not fit. */
  releases = 0
  /** What has ended since the last major collection was believed to hold: garbage by now. */
  endedBytes = 0

  open(route: RouteCost, costBytes: number, bodyBytes: number, offHeapBytes = 0): Ticket {
    this.inFlight += 1
    this.reservedBytes += costBytes
    this.offHeapBytes += offHeapBytes
    route.inFlight += 1
    route.admitted += 1
    return { route, bodyBytes, reservedBytes: costBytes, offHeapBytes, open: true }
  }

  /** Gives a reservation back, of a request whose client has left perhaps; a second time does nothing. */
  release(ticket: Ticket, abandoned?: Abandoned, nowMs = 0): void {
    if (!ticket.open) return
    ticket.open = false
    this.releases += 1
    this.inFlight -= 1
    this.reservedBytes -= ticket.reservedBytes
    this.offHeapBytes -= ticket.offHeapBytes
    ticket.route.inFlight -= 1
    ticket.route.ended += 1
    if (abandoned !== undefined) this.book.lingering.add(ticket.route, abandoned, nowMs)
    else this.endedBytes += Math.max(ticket.reservedBytes, ticket.route.heldBytes)
  }
}

const KEY = Symbol.for('plimsoll.accounts@1')

/** Returns the accounts that belong to a sampler, whichever copy of this package asks. */
export function accountsOf(sampler: object): Accounts {
  const holder = sampler as { [KEY]?: Accounts }
  if (holder[KEY] === undefined) Object.defineProperty(holder, KEY, { value: new Accounts() })
  return holder[KEY] as Accounts
}
