import { type Attachable, type MonitorHandle, monitorOnly, withLifetime, withMonitor } from '@plimsoll/http'
import { type AnyMiddleware, toKoa } from './to-koa.js'

/**
 * Watches the process for leaks and names the code; requests pass through untouched.
 *
 * @example
 * const monitor = memoryMonitor()
 * app.use(monitor)
 * monitor.on('leak', (leak) => page(leak.message))
 */
export function memoryMonitor(
  options?: Parameters<typeof monitorOnly>[0],
): AnyMiddleware & Attachable & MonitorHandle {
  const { pipeline, monitor } = monitorOnly(options)
  const middleware = toKoa('memoryMonitor', pipeline)
  return withMonitor(withLifetime(middleware, pipeline), monitor)
}
