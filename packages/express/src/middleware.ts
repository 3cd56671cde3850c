import {
  type Attachable,
  guardOnly,
  healthOnly,
  metricsOnly,
  type PlimsollOptions,
  type Suite,
  suiteParts,
  toConnect,
  withLifetime,
  withSuite,
} from '@plimsoll/http'
import type { RequestHandler } from 'express'
import { expressFramework } from './express-framework.js'

type Options<F extends (options?: never) => unknown> = Parameters<F>[0]
type Pipeline = ReturnType<typeof suiteParts>['pipeline']

const handler = (name: string, pipeline: Pipeline): RequestHandler =>
  toConnect(name, pipeline, expressFramework) as RequestHandler

/**
 * The whole suite in one line: sheds with 503 before the process drowns, answers `/health`, `/livez`,
 * `/readyz`, `/startupz` and `/metrics`.
 *
 * @example
 * app.use(plimsoll())
 */
export function plimsoll(options?: PlimsollOptions): RequestHandler & Suite {
  const parts = suiteParts(options)
  return withSuite(handler('plimsoll', parts.pipeline), parts)
}

/** Answers 503 under memory pressure. */
export function memoryGuard(
  options?: Options<typeof guardOnly>,
): RequestHandler & Attachable & Pick<Suite, 'guard'> {
  const { pipeline, guard } = guardOnly(options)
  return Object.assign(withLifetime(handler('memoryGuard', pipeline), pipeline), { guard })
}

/** Answers `/health`, `/livez`, `/readyz` and `/startupz`. */
export function health(options?: Options<typeof healthOnly>): RequestHandler & Attachable {
  const { pipeline } = healthOnly(options)
  return withLifetime(handler('health', pipeline), pipeline)
}

/** Answers `/metrics` for Prometheus and counts how long requests take. */
export function metrics(options?: Options<typeof metricsOnly>): RequestHandler & Attachable {
  const { pipeline } = metricsOnly(options)
  return withLifetime(handler('metrics', pipeline), pipeline)
}
