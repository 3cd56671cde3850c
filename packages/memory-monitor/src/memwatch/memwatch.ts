import { garbageCollector, sharedSampler } from '@plimsoll/core'
import { createMemoryMonitor } from '../create-memory-monitor.js'
import { type MemoryMonitorOptions, resolveMonitorOptions } from '../monitor-options.js'
import { oneMoreTurn } from '../platform/one-more-turn.js'
import { today } from '../platform/wall-clock.js'
import { MemwatchEmitter } from './memwatch-emitter.js'

/** What node-memwatch's words are about: memory. Handles and descriptors it did not know. */
const KINDS = ['heap', 'external', 'native'] as const
/** Who listens to `leak` is told there, and nowhere else. */
const SILENT = { info() {}, warn() {}, error() {} }

let options: MemoryMonitorOptions = {}

const memwatch = new MemwatchEmitter({
  sampler: sharedSampler,
  monitor: () => createMemoryMonitor({ kinds: KINDS, logger: SILENT, ...options }),
  today,
})

/**
 * Sets the monitor's options for those who begin to listen to `leak` from now on; node-memwatch had none. Throws when one
 * makes no sense.
 *
 * @example
 * configure({ observationMs: 60_000 })
 */
export function configure(monitorOptions: MemoryMonitorOptions): void {
  resolveMonitorOptions(monitorOptions)
  options = { ...monitorOptions }
}

/** Collects all garbage now; `stats` follows within a turn of the event loop. Does nothing in a worker thread. */
export function gc(): void {
  garbageCollector().collect()
  oneMoreTurn()
}

// An emitter is what node-memwatch exports: its methods, called on the module.
export const on = memwatch.on.bind(memwatch)
export const once = memwatch.once.bind(memwatch)
export const off = memwatch.off.bind(memwatch)
export const addListener = memwatch.addListener.bind(memwatch)
export const removeListener = memwatch.removeListener.bind(memwatch)
export const removeAllListeners = memwatch.removeAllListeners.bind(memwatch)
export const prependListener = memwatch.prependListener.bind(memwatch)
export const prependOnceListener = memwatch.prependOnceListener.bind(memwatch)
export const emit = memwatch.emit.bind(memwatch)
export const listeners = memwatch.listeners.bind(memwatch)
export const listenerCount = memwatch.listenerCount.bind(memwatch)
export const eventNames = memwatch.eventNames.bind(memwatch)
export const setMaxListeners = memwatch.setMaxListeners.bind(memwatch)
