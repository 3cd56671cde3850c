import {
  type Attachable,
  type MonitorHandle,
  monitorOnly,
  toConnect,
  withLifetime,
  withMonitor,
} from '@plimsoll/http'
import type { RequestHandler } from 'express'
import { expressFramework } from './express-framework.js'

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
): RequestHandler & Attachable & MonitorHandle {
  const { pipeline, monitor } = monitorOnly(options)
  const middleware = toConnect('memoryMonitor', pipeline, expressFramework) as RequestHandler
  return withMonitor(withLifetime(middleware, pipeline), monitor)
}
