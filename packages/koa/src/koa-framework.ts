import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Framework } from '@plimsoll/http'

/** A context of Koa 2 or 3, as far as it is needed here. */
export interface KoaContext {
  readonly req: IncomingMessage
  readonly res: ServerResponse
  readonly originalUrl: string
  readonly url: string
  status: number
  body: unknown
  /** `false` when somebody else than Koa answers. */
  respond?: boolean
  /** Set by `@koa/router`: the template of the route that matched, its prefix included. */
  readonly _matchedRoute?: unknown
  /** Set by `@koa/router`: what matched, middleware of the router included. */
  readonly matched?: readonly { readonly path?: unknown; readonly stack?: readonly object[] }[]
  memory?: unknown
  readonly app: { readonly context: object }
  readonly state?: unknown
  readonly request?: unknown
  set(field: string, value: string): void
}

/** What is known of Koa 2 and 3, and of `@koa/router`. */
export const koaFramework: Framework<KoaContext> = {
  originalUrl: (ctx) => ctx.originalUrl,
  mountedUrl: (ctx) => ctx.url,
  routeOf: (ctx) =>
    ctx._matchedRoute === undefined ? undefined : { mount: '', template: ctx._matchedRoute },
  handlersOf: (ctx) =>
    ctx.matched?.flatMap(({ path, stack = [] }) => (path === ctx._matchedRoute ? stack : [])) ?? [],
  prototypeOf: (ctx) => ctx.app.context,
  holdersOf: (ctx) => [ctx, ctx.state, ctx.request],
  caseSensitive: () => false,
}
