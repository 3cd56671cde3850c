import type { IncomingMessage } from 'node:http'
import { type Framework, fieldOf } from '@plimsoll/http'
import { mountOf } from './mount-of.js'
import { prepareLike } from './prepare-like.js'

/** A request of Express 4 or 5, as far as it is needed here. */
export interface ExpressRequest extends IncomingMessage {
  originalUrl?: string
  baseUrl?: string
  route?: { path?: unknown; readonly stack?: readonly { readonly handle?: object }[] }
  app?: { enabled?(setting: string): boolean; readonly request?: object }
  readonly res?: { readonly locals?: unknown; readonly statusCode?: number }
}

/** A request that falls through a mounted application inherits from the one around it again. */
function outermost(request: object | undefined): object | undefined {
  let found = request
  for (let next = found; next !== undefined && Object.hasOwn(next, 'app'); next = Object.getPrototypeOf(next))
    found = next
  return found
}

/** What is known of Express 4 and 5. */
export const expressFramework: Framework<ExpressRequest> = {
  originalUrl: (req) => req.originalUrl ?? req.url ?? '/',
  mountedUrl: (req) => req.url ?? '/',
  routeOf: (req) => {
    const route = fieldOf(req, 'route')
    if (!route) return undefined
    const { path: template } = route
    const statusCode = fieldOf(req, 'res')?.statusCode ?? 200
    const mount = mountOf(
      fieldOf(req, 'baseUrl') ?? '',
      req.originalUrl ?? req.url ?? '/',
      template,
      statusCode,
    )
    return { mount, template }
  },
  handlersOf: (req) => req.route?.stack?.flatMap(({ handle }) => handle ?? []) ?? [],
  prototypeOf: (req) => outermost(req.app?.request),
  holdersOf: (req) => [req, req.res?.locals],
  caseSensitive: (req) => req.app?.enabled?.('case sensitive routing') ?? false,
  prepareLike,
}
