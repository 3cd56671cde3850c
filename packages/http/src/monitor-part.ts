import { createMemoryMonitor, type MemoryMonitor, type MemoryMonitorOptions } from '@plimsoll/memory-monitor'
import type { Common } from './factory-options.js'
import type { Part } from './part.js'

/** The monitor as a part: it looks at no request, the first one starts it. */
export class MonitorPart implements Part {
  readonly monitor: MemoryMonitor

  constructor(options: MemoryMonitorOptions | undefined, { logger, onError, sampler }: Common) {
    // What is no object is passed on as it is, for the error to show it.
    const isObject = typeof (options ?? {}) === 'object' && options !== null && !Array.isArray(options)
    this.monitor = createMemoryMonitor(isObject ? { ...options, logger, onError } : options, sampler)
  }

  start(): void {
    this.monitor.start()
  }

  close(): void {
    this.monitor.stop()
  }

  [Symbol.dispose](): void {
    this.close()
  }
}
