import type { MemoryMonitor } from '@plimsoll/memory-monitor'

/** What the middleware of `memoryMonitor()` carries: the monitor, and what is mostly asked of it. */
export interface MonitorHandle
  extends Pick<MemoryMonitor, 'on' | 'once' | 'off' | 'state' | 'report' | 'heapDiff' | 'registerCache'> {
  readonly monitor: MemoryMonitor
}

/** Gives a middleware what a {@link MonitorHandle} has. */
export function withMonitor<M extends object>(middleware: M, monitor: MemoryMonitor): M & MonitorHandle {
  const held = Object.assign(middleware, {
    monitor,
    on: monitor.on.bind(monitor),
    once: monitor.once.bind(monitor),
    off: monitor.off.bind(monitor),
    report: () => monitor.report(),
    heapDiff: (options?: Parameters<MemoryMonitor['heapDiff']>[0]) => monitor.heapDiff(options),
    registerCache: (cache: Parameters<MemoryMonitor['registerCache']>[0]) => monitor.registerCache(cache),
  })
  return Object.defineProperty(held, 'state', { get: () => monitor.state }) as M & MonitorHandle
}
