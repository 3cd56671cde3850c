import { closeable } from '../disposable.js'
import type { GarbageCollector, GcEvent, GcSource } from '../gc-source.js'

export interface FakeGcOptions {
  /**
   * Whether `collect()` may be called.
   * @default true
   */
  readonly available?: boolean
  /**
   * How long `collect()` says that it paused.
   * @default 10
   */
  readonly pauseMs?: number
  /** What a collection does: lower the scripted memory, move the clock. */
  readonly onCollect?: () => void
  /** What giving back does beside collecting. */
  readonly onRelease?: () => void
}

/** Garbage collections as a test tells them. */
export interface FakeGc extends GcSource, GarbageCollector {
  /** Tells a collection; a natural major one of 10 ms at time 0 unless said otherwise. */
  emit(event?: Partial<GcEvent>): void
  /** What the next collections do and how long they pause. */
  set(options: FakeGcOptions): void
  /** How often `collect()` was called. */
  readonly collections: number
  /** How often `release()` was, which counts as a collection, too. */
  readonly releases: number
  /** What `letGarbageGrow()` was told last. */
  readonly growthPercent: number | undefined
  readonly listeners: number
}

/** Makes a source of collections and a collector for tests. `collect()` emits nothing by itself. */
export function createFakeGc(initial: FakeGcOptions = {}): FakeGc {
  let options = initial
  let collections = 0
  let releases = 0
  let growthPercent: number | undefined
  const listeners = new Set<{ readonly tell: (event: GcEvent) => void }>()
  const collect = (): number => {
    collections += 1
    options.onCollect?.()
    return options.pauseMs ?? 10
  }
  return {
    get available() {
      return options.available ?? true
    },
    get collections() {
      return collections
    },
    get releases() {
      return releases
    },
    get growthPercent() {
      return growthPercent
    },
    get listeners() {
      return listeners.size
    },
    subscribe(listener) {
      const entry = { tell: listener }
      listeners.add(entry)
      return closeable(() => listeners.delete(entry))
    },
    emit(event = {}) {
      for (const { tell } of listeners) {
        tell({ kind: 'major', startMs: 0, durationMs: 10, forced: false, ...event })
      }
    },
    set(changes) {
      options = { ...options, ...changes }
    },
    prepare() {},
    letGarbageGrow(percent) {
      growthPercent = percent
    },
    collect,
    release() {
      releases += 1
      const pauseMs = 3 * collect()
      options.onRelease?.()
      return pauseMs
    },
  }
}
