import * as factories from '@plimsoll/express'
import type { Express, RequestHandler } from 'express5'
import type { Adapter, ContractApp, Handler, Mountable } from './adapter.js'

const asHandler = (middleware: Mountable): RequestHandler => middleware as unknown as RequestHandler

const answering =
  (handler: Handler): RequestHandler =>
  async (req, res) => {
    res.send(await handler(req))
  }

/** Express 4 and 5 differ in nothing that is asked here. */
export function expressAdapter(createExpress: () => Express): Adapter {
  const wrap = (app: Express): ContractApp => ({
    use: (middleware) => void app.use(asHandler(middleware)),
    useAt: (prefix, middleware) => void app.use(prefix, asHandler(middleware)),
    nest(prefix) {
      const nested = createExpress()
      app.use(prefix, nested)
      return wrap(nested)
    },
    tap(entered) {
      app.use((_req, _res, next) => {
        entered()
        next()
      })
    },
    get: (path, handler) => void app.get(path, answering(handler)),
    post: (path, handler) => void app.post(path, answering(handler)),
    listener: () => app,
  })
  return { factories, create: () => wrap(createExpress()) }
}
