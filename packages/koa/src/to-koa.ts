import type { Answer, Pipeline } from '@plimsoll/http'
import type { Middleware } from 'koa'
import { type KoaContext, koaFramework } from './koa-framework.js'

// biome-ignore lint/suspicious/noExplicitAny: assignable to whatever state and context an application has
export type AnyMiddleware = Middleware<any, any>

/** Translates the parts into Koa middleware, which answers through the context and never behind its back. */
export function toKoa(name: string, pipeline: Pipeline): AnyMiddleware {
  const middleware: AnyMiddleware = async (context, next) => {
    const ctx = context as unknown as KoaContext
    const answer = await pipeline.handle(ctx.req, ctx.res, koaFramework, ctx)
    if (answer !== undefined) {
      reply(ctx, answer)
      return
    }
    const { memory } = pipeline
    if (memory !== undefined) ctx.memory = memory
    await next()
  }
  Object.defineProperty(middleware, 'name', { value: name })
  return middleware
}

function reply(ctx: KoaContext, answer: Answer): void {
  ctx.status = answer.status
  ctx.body = answer.body
  if ('head' in answer) {
    for (let i = 0; i < answer.head.length; i += 2)
      ctx.set(answer.head[i] as string, answer.head[i + 1] as string)
    return
  }
  for (const [name, value] of Object.entries(answer.headers)) ctx.set(name, value)
}
