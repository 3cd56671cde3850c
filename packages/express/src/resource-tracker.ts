import {
  type Attachable,
  type TrackerHandle,
  toConnect,
  trackerOnly,
  withLifetime,
  withTracker,
} from '@plimsoll/http'
import type { RequestHandler } from 'express'
import { expressFramework } from './express-framework.js'

/**
 * Owns what a request opens through `req.resources`, and disposes of it when the response has ended.
 *
 * @example
 * app.use(resourceTracker())
 * app.get('/events', (req, res) => {
 *   req.resources.setInterval(() => res.write('data: tick\n\n'), 1000)
 * })
 */
export function resourceTracker(
  options?: Parameters<typeof trackerOnly>[0],
): RequestHandler & Attachable & TrackerHandle {
  const { pipeline, tracker } = trackerOnly(options)
  const middleware = toConnect('resourceTracker', pipeline, expressFramework) as RequestHandler
  return withTracker(withLifetime(middleware, pipeline), tracker)
}
