import { type Closeable, closeable } from './disposable.js'
import type { HealthReport } from './health-report.js'
import type { MetricFamily } from './metric-family.js'
import type { OutstandingReport } from './outstanding-report.js'
import type { RouteHandlers } from './route-handlers.js'

/** What the parts of a process tell each other, and under which name. */
export interface BoardSlots {
  /** Asked each time health is read; `undefined` when there is nothing to report. */
  health: () => readonly HealthReport[]
  /** Asked each time metrics are scraped. */
  metrics: () => readonly MetricFamily[]
  /** Asked when a leak is to be named: what requests were seen to leave open. */
  outstanding: () => readonly OutstandingReport[]
  /** Asked when a leak is to be named: which functions serve which route. */
  handlers: () => readonly RouteHandlers[]
  /** Paths that a part answers itself and that are never shed. */
  endpoint: { readonly path: string }
  /** Whether the process is draining; while it is, responses close their connections. */
  drain: () => boolean
  /** What is told to those who may see details: lines for `/health`. */
  note: { readonly code: string; readonly message: string }
  /** What ends the process when it is told to. There is to be one. */
  shutdown: object
  /** How many processes share the container, by whoever knows: the primary of a cluster tells its workers. */
  workers: () => number
}

/**
 * The process-wide register through which parts that were mounted one by one know each other.
 *
 * It sits on `globalThis` behind a registered symbol with a version, so that two copies of the package, or
 * its ESM and CommonJS builds, share it. Lists are copied when they are written, never when they are read.
 */
export interface Board {
  put<S extends keyof BoardSlots>(slot: S, entry: BoardSlots[S]): Closeable
  list<S extends keyof BoardSlots>(slot: S): readonly BoardSlots[S][]
}

const KEY = Symbol.for('plimsoll.board@1')

/** One list for every slot that nobody has written to: readers compare lists by identity. */
const NONE: readonly unknown[] = Object.freeze([])

function createBoard(): Board {
  const slots = new Map<string, readonly unknown[]>()
  const listOf = (slot: string): readonly unknown[] => slots.get(slot) ?? NONE
  return {
    put(slot, entry) {
      slots.set(slot, [...listOf(slot), entry])
      return closeable(() => {
        const rest = [...listOf(slot)]
        rest.splice(rest.indexOf(entry), 1)
        slots.set(slot, rest)
      })
    },
    list<S extends keyof BoardSlots>(slot: S) {
      return listOf(slot) as readonly BoardSlots[S][]
    },
  }
}

/** Returns the board of this process. */
export function board(): Board {
  const holder = globalThis as { [KEY]?: Board }
  holder[KEY] ??= createBoard()
  return holder[KEY]
}
