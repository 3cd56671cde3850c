import type { IncomingMessage, ServerResponse } from 'node:http'
import { nodeClock } from '@plimsoll/core'
import { proceed } from './followed-request.js'
import type { Framework } from './framework.js'
import type { Answer } from './part.js'
import type { Pipeline } from './pipeline.js'
import { sendShed } from './send-shed.js'

/** Middleware as connect defined it: Express, Nest, `@fastify/express`, or none at all. */
export type ConnectMiddleware<Req extends IncomingMessage = IncomingMessage> = (
  req: Req,
  res: ServerResponse,
  next: (error?: unknown) => void,
) => void

/** Translates the parts into connect-style middleware. `name` shows in stack traces. */
export function toConnect<Req extends IncomingMessage>(
  name: string,
  pipeline: Pipeline,
  framework: Framework<Req>,
): ConnectMiddleware<Req> {
  const middleware: ConnectMiddleware<Req> = (req, res, next) => {
    const answer = pipeline.handle(req, res, framework, req)
    if (answer instanceof Promise) {
      answer.then((reply) => (reply === undefined ? proceed(req, next) : sendAnswer(req, res, reply)), next)
      return
    }
    if (answer !== undefined) {
      sendAnswer(req, res, answer)
      return
    }
    proceed(req, next)
  }
  Object.defineProperty(middleware, 'name', { value: name })
  return middleware
}

/**
 * Sends an answer of ours. A shed request whose body is still coming is read on for a moment before its
 * connection closes; no framework's own way of answering does that.
 */
export function sendAnswer(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
  if ('head' in answer) {
    sendShed(req, res, answer, nodeClock)
    return
  }
  if (res.headersSent || res.destroyed) return
  res.writeHead(answer.status, { ...answer.headers, 'Content-Length': Buffer.byteLength(answer.body) })
  res.end(req.method === 'HEAD' ? undefined : answer.body)
}

/** Bare `node:http`, where nothing strips or routes. */
export const connectFramework: Framework<IncomingMessage & { originalUrl?: string }> = {
  originalUrl: (req) => req.originalUrl ?? req.url ?? '/',
  mountedUrl: (req) => req.url ?? '/',
  routeOf: () => undefined,
  handlersOf: () => [],
  prototypeOf: () => undefined,
  holdersOf: (req) => [req],
  caseSensitive: () => false,
}
