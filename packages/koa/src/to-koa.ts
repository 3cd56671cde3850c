import { type Answer, type Pipeline, proceed, sendAnswer } from '@plimsoll/http'
import type { Middleware } from 'koa'
import { type KoaContext, koaFramework } from './koa-framework.js'

// biome-ignore lint/suspicious/noExplicitAny: assignable to whatever state and context an application has
export type AnyMiddleware = Middleware<any, any>

/** Translates the parts into Koa middleware. */
export function toKoa(name: string, pipeline: Pipeline): AnyMiddleware {
  const middleware: AnyMiddleware = async (context, next) => {
    const ctx = context as unknown as KoaContext
    const answer = await pipeline.handle(ctx.req, ctx.res, koaFramework, ctx)
    if (answer !== undefined) {
      reply(ctx, answer)
      return
    }
    try {
      await proceed(ctx.req, next)
    } catch (error) {
      throw asReasonOf(error)
    }
  }
  Object.defineProperty(middleware, 'name', { value: name })
  return middleware
}

/** What Node makes of the reason for which a signal was aborted is no louder than that, for Koa's own log. */
function asReasonOf(error: unknown): unknown {
  if (!(error instanceof Error) || error.name !== 'AbortError') return error
  const { cause } = error as { readonly cause?: { readonly name?: unknown; readonly expose?: unknown } }
  if (cause?.name === 'AbortError' && cause.expose === true) Object.assign(error, { expose: true })
  return error
}

function reply(ctx: KoaContext, answer: Answer): void {
  ctx.status = answer.status
  if ('head' in answer) {
    ctx.respond = false
    sendAnswer(ctx.req, ctx.res, answer)
    return
  }
  ctx.body = answer.body
  for (const [name, value] of Object.entries(answer.headers)) ctx.set(name, value)
}
