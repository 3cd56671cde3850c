import { EventEmitter } from 'node:events'
import { type Closeable, closeable, type Sampler } from '@plimsoll/core'
import type { MemoryMonitor } from '../memory-monitor.js'
import type { CalendarTime } from '../platform/wall-clock.js'
import { leakInfo, type MemwatchLeak } from './leak-info.js'
import { CollectionTally, type MemwatchStats } from './memwatch-stats.js'
import { quietTimes } from './quiet-times.js'

export interface MemwatchPorts {
  readonly sampler: () => Sampler
  readonly monitor: () => MemoryMonitor
  readonly today: () => CalendarTime
}

/** Watches while somebody listens, and for what he listens to: loading it costs nothing. */
export class MemwatchEmitter extends EventEmitter<{ stats: [MemwatchStats]; leak: [MemwatchLeak] }> {
  readonly #ports: MemwatchPorts
  readonly #watches: Readonly<Record<'stats' | 'leak', () => Closeable>>
  readonly #running = new Map<'stats' | 'leak', Closeable>()

  constructor(ports: MemwatchPorts) {
    super()
    this.#ports = ports
    this.#watches = { stats: () => this.#watchCollections(), leak: () => this.#watchLeaks() }
    this.#listenToListeners()
  }

  /** Those of our own, which hear who listens, stay. */
  override removeAllListeners(event?: unknown): this {
    const events = event === undefined ? (['stats', 'leak'] as const) : [event as 'stats']
    for (const each of events) super.removeAllListeners(each)
    return this
  }

  #listenToListeners(): void {
    const hear = (event: 'newListener' | 'removeListener', listener: (of: unknown) => void) =>
      super.on(event as never, listener as never)
    hear('newListener', (event) => {
      if (!isWatched(event) || this.#running.has(event)) return
      this.#running.set(event, this.#watches[event]())
    })
    hear('removeListener', (event) => {
      if (!isWatched(event) || this.listenerCount(event) > 0) return
      this.#running.get(event)?.close()
      this.#running.delete(event)
    })
  }

  #watchCollections(): Closeable {
    const tally = new CollectionTally()
    const sampler = this.#ports.sampler()
    const parts = [
      sampler.start(),
      sampler.onGc((event) => {
        if (quietTimes.has(event.startMs)) return
        const stats = tally.note(event)
        if (stats !== undefined) this.emit('stats', stats)
      }),
    ]
    return closeable(() => {
      for (const part of parts) part.close()
    })
  }

  #watchLeaks(): Closeable {
    const { monitor, today } = this.#ports
    const watching = monitor()
    let start = today()
    watching.on('suspicion', () => {
      start = today()
    })
    watching.on('leak', (report) => void this.emit('leak', leakInfo(report, start, today())))
    watching.start()
    return closeable(() => watching.stop())
  }
}

function isWatched(event: unknown): event is 'stats' | 'leak' {
  return event === 'stats' || event === 'leak'
}
