import {
  type Attachable,
  guardOnly,
  healthOnly,
  metricsOnly,
  type PlimsollOptions,
  type Suite,
  suiteParts,
  withLifetime,
  withSuite,
} from '@plimsoll/http'
import { type AnyMiddleware, toKoa } from './to-koa.js'

type Options<F extends (options?: never) => unknown> = Parameters<F>[0]

/**
 * The whole suite in one line: sheds with 503 before the process drowns, answers `/health`, `/livez`,
 * `/readyz`, `/startupz` and `/metrics`.
 *
 * @example
 * app.use(plimsoll())
 */
export function plimsoll(options?: PlimsollOptions): AnyMiddleware & Suite {
  const parts = suiteParts(options)
  return withSuite(toKoa('plimsoll', parts.pipeline), parts)
}

/** Answers 503 under memory pressure. */
export function memoryGuard(
  options?: Options<typeof guardOnly>,
): AnyMiddleware & Attachable & Pick<Suite, 'guard'> {
  const { pipeline, guard } = guardOnly(options)
  return Object.assign(withLifetime(toKoa('memoryGuard', pipeline), pipeline), { guard })
}

/** Answers `/health`, `/livez`, `/readyz` and `/startupz`. */
export function health(options?: Options<typeof healthOnly>): AnyMiddleware & Attachable {
  const { pipeline } = healthOnly(options)
  return withLifetime(toKoa('health', pipeline), pipeline)
}

/** Answers `/metrics` for Prometheus and counts how long requests take. */
export function metrics(options?: Options<typeof metricsOnly>): AnyMiddleware & Attachable {
  const { pipeline } = metricsOnly(options)
  return withLifetime(toKoa('metrics', pipeline), pipeline)
}
