import { hasStopped, isGrowing, type Series } from './growth.js'
import type { Group, Held } from './held.js'
import type { OutstandingKind } from './observer.js'

/** Fewer are never reported: what is made once and kept is no leak, and pools of sockets come in tens. */
export const FLOORS: Readonly<Record<OutstandingKind, number>> = {
  timer: 3,
  listener: 3,
  descriptor: 3,
  socket: 10,
  'child-process': 3,
  worker: 3,
}
/** What is held per request in flight is a pool, and a pool is bounded by them. */
const POOL_FACTOR = 1.5

/** What a verdict depends on besides the group. */
export interface Circumstances {
  /** The most requests that ever were in flight. */
  readonly peakInFlight: number
  /** The last request of a route that is old enough, and ended before that collection. */
  lastOldEnough(route: string, collections: number): number
  /** Collections of garbage whose consequences have shown. */
  readonly collections: number
}

/** What speaks for some of a kind and route: the requests they are from, and how many may be no leak. */
export interface Evidence {
  readonly counted: readonly Held[]
  readonly series: Series
  readonly bound: number
}

/**
 * Takes out what is no evidence: sockets that wait in a pool, and listeners on something that one request
 * alone has added to, which dies with it.
 */
export function countable(
  kind: OutstandingKind,
  held: readonly Held[],
  { peakInFlight }: Circumstances,
): readonly Held[] {
  if (kind === 'listener') return onShared(held)
  return kind === 'socket' ? withoutPools(held, Math.max(FLOORS.socket, POOL_FACTOR * peakInFlight)) : held
}

/**
 * The first may have begun to mark before the request ended, and spares what was in use then; after the second a
 * finalizer removes the listener that `fetch` has added to a signal; then a composite signal can be collected.
 */
const COLLECTIONS_TO_PASS = 3

/**
 * Of listeners only those are evidence that major collections have passed, because some are removed by the
 * finalizers that follow one.
 */
export function evidenceOf(
  { kind, route }: Pick<Group, 'kind' | 'route'>,
  counted: readonly Held[],
  from: number,
  circumstances: Circumstances,
): Evidence {
  const passed =
    kind === 'listener' ? circumstances.collections - COLLECTIONS_TO_PASS + 1 : Number.POSITIVE_INFINITY
  const numbers = new Float64Array(counted.length)
  let length = 0
  for (const { request } of counted) {
    if (request.number >= from && request.collections < passed) numbers[length++] = request.number
  }
  const { requests, atOnce } = distinct(numbers.subarray(0, length).sort())
  const to = Math.max(circumstances.lastOldEnough(route, passed), requests[requests.length - 1] ?? 0)
  // A handler that fetches ten things at once fills its pool ten times as fast.
  const perRequest = kind === 'socket' ? atOnce : 1
  const bound = Math.max(FLOORS[kind], POOL_FACTOR * circumstances.peakInFlight * perRequest)
  return { counted, series: { requests, from, to }, bound }
}

/** Whether it is reported, given whether it was before. */
export function isOutstanding({ series, bound }: Evidence, wasBefore: boolean): boolean {
  return wasBefore ? !hasStopped(series, bound) : isGrowing(series, bound)
}

/** From ascending numbers: each once, and how often the most frequent one is there. */
function distinct(numbers: Float64Array): { readonly requests: Float64Array; readonly atOnce: number } {
  let length = 0
  let [run, atOnce] = [0, 1]
  for (const number of numbers) {
    run = length > 0 && numbers[length - 1] === number ? run + 1 : 1
    atOnce = Math.max(atOnce, run)
    if (run === 1) numbers[length++] = number
  }
  return { requests: numbers.subarray(0, length), atOnce }
}

/** A pool never has more waiting for one address than were ever needed at once: more are of many pools. */
function withoutPools(held: readonly Held[], bound: number): readonly Held[] {
  const addresses = held.map(({ acquisition }) => acquisition.idleTo?.())
  const waiting = new Map<string | undefined, number>()
  for (const address of addresses) waiting.set(address, (waiting.get(address) ?? 0) + 1)
  return held.filter((_, index) => {
    const address = addresses[index]
    return address === undefined || (waiting.get(address) ?? 0) > bound
  })
}

/** A request number, until a second request is seen on the same target. */
const SHARED = -1

function onShared(all: readonly Held[]): readonly Held[] {
  const by = new Map<object, number>()
  const targets = all.map(({ acquisition, request }) => {
    const target = acquisition.target?.()
    if (target !== undefined) {
      const before = by.get(target)
      if (before === undefined) by.set(target, request.number)
      else if (before !== request.number) by.set(target, SHARED)
    }
    return target
  })
  return all.filter((_, index) => {
    const target = targets[index]
    return target !== undefined && by.get(target) === SHARED
  })
}
