import type { IncomingMessage, ServerResponse } from 'node:http'
import * as factories from '@plimsoll/http'
import type { Adapter, ContractApp, Handler, Mountable } from './adapter.js'

type Next = (error?: unknown) => void
type Layer = (req: IncomingMessage, res: ServerResponse, next: Next) => void

const asLayer = (middleware: Mountable): Layer => middleware as unknown as Layer

const inTurn =
  (stack: readonly Layer[], at = 0): Layer =>
  (req, res, next) => {
    const layer = stack[at]
    if (layer === undefined) next()
    else layer(req, res, () => inTurn(stack, at + 1)(req, res, next))
  }

const pathOf = (req: IncomingMessage): string => (req.url ?? '/').split('?')[0] as string

const route =
  (method: string, path: string, handler: Handler): Layer =>
  (req, res, next) => {
    const asked = req.method === 'HEAD' ? 'GET' : req.method
    if (
      asked !== method ||
      pathOf(req)
        .replace(/(.)\/$/, '$1')
        .toLowerCase() !== path
    )
      return next()
    Promise.resolve(handler(req)).then((body) => res.end(body), next)
  }

/** Strips the prefix as connect did: `url` is the rest, `originalUrl` what was asked. */
const mountAt =
  (prefix: string, layer: Layer): Layer =>
  (req, res, next) => {
    const { url = '/' } = req
    if (pathOf(req) !== prefix && !url.startsWith(`${prefix}/`)) return next()
    const mounted = req as IncomingMessage & { originalUrl?: string }
    mounted.originalUrl ??= url
    req.url = url.slice(prefix.length).replace(/^(?!\/)/, '/')
    layer(req, res, () => {
      req.url = url
      next()
    })
  }

function contractApp(stack: Layer[], listener: ContractApp['listener']): ContractApp {
  return {
    use: (middleware) => void stack.push(asLayer(middleware)),
    useAt: (prefix, middleware) => void stack.push(mountAt(prefix, asLayer(middleware))),
    nest(prefix) {
      const nested: Layer[] = []
      stack.push(mountAt(prefix, (req, res, next) => inTurn(nested)(req, res, next)))
      return contractApp(nested, listener)
    },
    tap(entered) {
      stack.push((_req, _res, next) => {
        entered()
        next()
      })
    },
    get: (path, handler) => void stack.push(route('GET', path, handler)),
    post: (path, handler) => void stack.push(route('POST', path, handler)),
    listener,
  }
}

/** No framework at all: connect's way of mounting in a few lines. */
export const nodeHttpAdapter: Adapter = {
  factories,
  create() {
    const stack: Layer[] = []
    return contractApp(stack, () => (req, res) => {
      inTurn(stack)(req, res, () => {
        res.statusCode = 404
        res.end('not found')
      })
    })
  },
}
