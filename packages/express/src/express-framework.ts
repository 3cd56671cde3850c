import type { IncomingMessage } from 'node:http'
import type { Framework } from '@plimsoll/http'

/** A request of Express 4 or 5, as far as it is needed here. */
export interface ExpressRequest extends IncomingMessage {
  originalUrl?: string
  baseUrl?: string
  route?: { path?: unknown; readonly stack?: readonly { readonly handle?: object }[] }
  app?: { enabled?(setting: string): boolean; readonly request?: object }
  readonly res?: { readonly locals?: unknown }
}

/** What is known of Express 4 and 5. */
export const expressFramework: Framework<ExpressRequest> = {
  originalUrl: (req) => req.originalUrl ?? req.url ?? '/',
  mountedUrl: (req) => req.url ?? '/',
  routeOf: (req) => req.route && { mount: req.baseUrl ?? '', template: req.route.path },
  handlersOf: (req) => req.route?.stack?.flatMap(({ handle }) => handle ?? []) ?? [],
  prototypeOf: (req) => req.app?.request,
  holdersOf: (req) => [req, req.res?.locals],
  caseSensitive: (req) => req.app?.enabled?.('case sensitive routing') ?? false,
}
