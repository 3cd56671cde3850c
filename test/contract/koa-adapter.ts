import Router from '@koa/router'
import * as factories from '@plimsoll/koa'
import type Koa from 'koa'
import type { Adapter, ContractApp, Handler, Mountable } from './adapter.js'

type Use = (middleware: Koa.Middleware) => void

const asMiddleware = (middleware: Mountable): Koa.Middleware => middleware as unknown as Koa.Middleware

const answering =
  (handler: Handler): Koa.Middleware =>
  async (ctx) => {
    ctx.body = await handler(ctx)
  }

/** Runs a list as one middleware. */
const inTurn =
  (stack: readonly Koa.Middleware[], at = 0): Koa.Middleware =>
  async (ctx, next) =>
    stack[at] === undefined ? next() : stack[at](ctx, () => inTurn(stack, at + 1)(ctx, next))

/** Mounts as koa-mount does: below the prefix the path is the rest of it. */
function mountAt(prefix: string, middleware: Koa.Middleware): Koa.Middleware {
  return async (ctx, next) => {
    const { path } = ctx
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return next()
    ctx.path = path.slice(prefix.length) || '/'
    await middleware(ctx, async () => {
      ctx.path = path
      await next()
    })
    ctx.path = path
  }
}

function contractApp(use: Use, listener: ContractApp['listener']): ContractApp {
  const route = (method: 'get' | 'post') => (path: string, handler: Handler) => {
    const router = new Router()
    router[method](path, answering(handler) as never)
    use(router.routes() as unknown as Koa.Middleware)
  }
  return {
    use: (middleware) => use(asMiddleware(middleware)),
    useAt: (prefix, middleware) => use(mountAt(prefix, asMiddleware(middleware))),
    nest(prefix) {
      const stack: Koa.Middleware[] = []
      use(mountAt(prefix, (ctx, next) => inTurn(stack)(ctx, next)))
      return contractApp((middleware) => void stack.push(middleware), listener)
    },
    tap(entered) {
      use((_ctx, next) => {
        entered()
        return next()
      })
    },
    get: route('get'),
    post: route('post'),
    listener,
  }
}

/** Koa 2 and 3 differ in nothing that is asked here. */
export function koaAdapter(createKoa: () => Koa): Adapter {
  return {
    factories,
    create() {
      const app = createKoa()
      app.silent = true
      return contractApp(
        (middleware) => void app.use(middleware),
        () => app.callback(),
      )
    },
  }
}
