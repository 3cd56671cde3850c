import { type Attachable, type TrackerHandle, trackerOnly, withLifetime, withTracker } from '@plimsoll/http'
import { type AnyMiddleware, toKoa } from './to-koa.js'

/**
 * Owns what a request opens through `ctx.resources`, and disposes of it when the response has ended.
 *
 * @example
 * app.use(resourceTracker())
 * app.use((ctx) => {
 *   ctx.body = new PassThrough()
 *   ctx.resources.setInterval(() => ctx.body.write('data: tick\n\n'), 1000)
 * })
 */
export function resourceTracker(
  options?: Parameters<typeof trackerOnly>[0],
): AnyMiddleware & Attachable & TrackerHandle {
  const { pipeline, tracker } = trackerOnly(options)
  return withTracker(withLifetime(toKoa('resourceTracker', pipeline), pipeline), tracker)
}
