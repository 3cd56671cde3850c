import { constants, type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { type Closeable, closeable } from '../disposable.js'
import { ExternalEstimate } from '../external-estimate.js'
import type { GcEvent, GcSource } from '../gc-source.js'

const KINDS = new Map<number, GcEvent['kind']>([
  [constants.NODE_PERFORMANCE_GC_MAJOR, 'major'],
  [constants.NODE_PERFORMANCE_GC_MINOR, 'minor'],
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL, 'incremental'],
  [constants.NODE_PERFORMANCE_GC_WEAKCB, 'weakcb'],
])

/** A performance entry of type `gc`. */
interface GcEntry extends PerformanceEntry {
  readonly detail: { readonly kind: number; readonly flags: number }
}

/**
 * Hears of garbage collections through a performance observer, which exists only while somebody listens.
 * About 5 µs a collection, 20 µs a major one. Hears nothing where the runtime has no such observer.
 */
export function gcObserver(): GcSource {
  const listeners = new Set<(event: GcEvent) => void>()
  let observer: PerformanceObserver | undefined

  return {
    subscribe(listener): Closeable {
      // A wrapper of its own, so that one function may be subscribed twice.
      const entry = (event: GcEvent): void => listener(event)
      listeners.add(entry)
      observer ??= observe((event) => {
        for (const each of listeners) each(event)
      })
      return closeable(() => {
        listeners.delete(entry)
        if (listeners.size > 0) return
        observer?.disconnect()
        observer = undefined
      })
    },
  }
}

function observe(tell: (event: GcEvent) => void): PerformanceObserver | undefined {
  const external = new ExternalEstimate()
  try {
    const observer = new PerformanceObserver((list) => {
      // One callback brings several entries: in one measurement 22 in 12 callbacks.
      for (const entry of list.getEntries()) {
        const event = eventOf(entry as GcEntry)
        tell(event.kind === 'major' ? { ...event, ...whatIsLeft(external) } : event)
      }
    })
    observer.observe({ entryTypes: ['gc'] })
    return observer
  } catch {
    // Bun and Deno do not know the entry type.
    return undefined
  }
}

function eventOf(entry: GcEntry): GcEvent {
  const { kind, flags } = entry.detail
  return {
    // A collection of the young generation by marking (kind 2) is a minor one as well.
    kind: KINDS.get(kind) ?? 'minor',
    startMs: entry.startTime,
    durationMs: entry.duration,
    forced: (flags & constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) !== 0,
  }
}

/**
 * The callback comes 1 to 14 ms after the collection; what was allocated meanwhile (0 to 8 MB under full
 * load) is counted as left. `v8.GCProfiler` would tell exactly, at the price of a text per collection.
 */
function whatIsLeft(external: ExternalEstimate): Pick<GcEvent, 'heapUsedBytes' | 'externalBytes'> {
  const memory = process.memoryUsage()
  return { heapUsedBytes: memory.heapUsed, externalBytes: external.bytes(memory) }
}
