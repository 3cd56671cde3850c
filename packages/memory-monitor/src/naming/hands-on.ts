import { packageOf } from '@plimsoll/core'

/** Packages that are called by their own name, or by another with the version behind it. */
const FRAMEWORKS =
  /^(?:express|koa|router|connect|koa-compose|koa-router|@koa\/router|finalhandler|on-finished|fastify|@fastify\/.*|find-my-way|avvio|@nestjs\/.*|hono|@hono\/.*|@hapi\/.*|restify|next|polka)[0-9]*$/

/**
 * Whether a file is of what hands requests on to handlers. It allocates for each request, and what it allocated
 * survives because somebody holds the request.
 */
export function handsOn(file: string): boolean {
  const installed = packageOf(file)
  return installed !== undefined && FRAMEWORKS.test(installed)
}
