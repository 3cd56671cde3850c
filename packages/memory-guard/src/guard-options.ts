import type { IncomingMessage } from 'node:http'
import {
  assertConsistent,
  boolean,
  bytes,
  callback,
  custom,
  type Field,
  milliseconds,
  oneOf,
  outOfRange,
  ratio,
  resolveOptions,
  SIGNAL_NAMES,
  type SignalName,
  wrongType,
} from '@plimsoll/core'
import type { Priority, ShedEvent } from './admission.js'
import type { ReclaimOptions } from './fitting/reclaimer.js'
import { isLiteral, isTemplate } from './routes/literal-path.js'
import { type RouteRules, routeRules } from './routes/route-rule.js'

/** What may be said about the memory guard. */
export interface MemoryGuardOptions {
  /** Ratio of a limit from which sheddable requests are turned away. @default 0.80 */
  readonly elevatedRatio?: number
  /** Ratio from which all but critical requests are turned away. @default 0.92 */
  readonly criticalRatio?: number
  /** Ratio from which everything but the endpoints is turned away. @default 0.97 */
  readonly emergencyRatio?: number
  /** A stage is left that much lower than it is entered. @default 0.05 */
  readonly exitGapRatio?: number
  /** Milliseconds that the reported level is kept, unless nothing would have been shed for a second. @default 30000 */
  readonly minDwellMs?: number
  /**
   * Routes that are served while others are turned away: `'/critical'` is that path and what is below it,
   * `'POST /orders'` with a method, `{ exact: '/x' }` or `{ exact: 'POST /x' }`, or `(request) => boolean`.
   * @default []
   */
  readonly criticalRoutes?: RouteRules
  /** Class of a request; what it throws or returns besides the three classes counts as `normal`. @default all normal */
  readonly priority?: (request: IncomingMessage) => Priority
  /** Paths never shed, beside the endpoints of health and metrics; they have a small budget of their own. @default [] */
  readonly exempt?: readonly string[]
  /** Bytes a request holds, by route: `{ 'POST /upload': 8e6 }`. Routes that are not named are learned. @default learned */
  readonly costs?: Readonly<Record<string, number>>
  /** Whether a body declared larger than the headroom is refused before it is read. @default true */
  readonly admitBySize?: boolean
  /** Collects garbage before shedding, when the pause to be expected is not longer than this. @default { maxPauseMs: 150 } */
  readonly reclaim?: Partial<ReclaimOptions> | false
  /** Smallest and largest Retry-After, in whole seconds. @default [1, 10] */
  readonly retryAfterSeconds?: readonly [number, number]
  /** `dry-run` lets everything in and counts what it would have shed. @default 'enforce' */
  readonly mode?: 'enforce' | 'dry-run'
  /** The signals that count. @default all */
  readonly signals?: readonly SignalName[]
  /** Is told of each request turned away, with numbers. */
  readonly onShed?: (event: ShedEvent) => void
}

const retryRange: Field<readonly [number, number]> = custom((value, option) => {
  if (value === undefined) return [1, 10]
  const expectation = 'two whole seconds [min, max], 0 <= min <= max <= 86400'
  if (!Array.isArray(value) || value.length !== 2) throw wrongType(option, expectation, value)
  const [min, max] = value as [unknown, unknown]
  const whole = Number.isInteger(min) && Number.isInteger(max)
  if (!whole || (min as number) < 0 || (min as number) > (max as number) || (max as number) > 86_400) {
    throw outOfRange(option, expectation, `[${String(min)}, ${String(max)}]`)
  }
  return [min as number, max as number]
})

const reclaim: Field<ReclaimOptions | false> = custom((value, option) => {
  if (value === false) return false
  return resolveOptions(option, value, { maxPauseMs: milliseconds(150) })
})

const COSTED =
  "a route like 'POST /upload', '/users/:id' or '/files/*', without query, encodings, '//', ';', dot segments or other patterns"

const costs: Field<ReadonlyMap<string, number>> = custom((value, option) => {
  if (value === undefined) return new Map()
  if (typeof value !== 'object' || value === null || Symbol.iterator in value)
    throw wrongType(option, 'an object of bytes by route', value)
  const byRoute = new Map<string, number>()
  for (const [route, cost] of Object.entries(value)) {
    const name = `${option}['${route}']`
    const path = /^(?:[A-Z]+ )?(\/\S*)$/.exec(route)?.[1]
    if (path === undefined || !isTemplate(path)) throw outOfRange(name, COSTED, route)
    const known = bytes(undefined).parse(cost, name)
    if (known !== undefined) byRoute.set(route, known)
  }
  return byRoute
})

const EXEMPT = "a path that begins with '/', without parameters, query, encodings, '//', ';' or dot segments"

const paths: Field<readonly string[]> = custom((value, option) => {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw wrongType(option, 'an array of paths', value)
  const given: unknown[] = [...value]
  given.forEach((path, index) => {
    if (typeof path !== 'string') throw wrongType(`${option}[${index}]`, EXEMPT, path)
    if (!isLiteral(path)) throw outOfRange(`${option}[${index}]`, EXEMPT, path)
  })
  return given as string[]
})

const signals: Field<readonly SignalName[]> = custom((value, option) => {
  if (value === undefined) return SIGNAL_NAMES
  if (!Array.isArray(value)) throw wrongType(option, 'an array of names of signals', value)
  const given: unknown[] = [...value]
  const known: readonly unknown[] = SIGNAL_NAMES
  given.forEach((name, index) => {
    if (known.includes(name)) return
    throw outOfRange(`${option}[${index}]`, `one of ${SIGNAL_NAMES.join(', ')}`, name)
  })
  return given as SignalName[]
})

export type ResolvedMemoryGuardOptions = ReturnType<typeof resolveMemoryGuardOptions>

/** Checks and completes the options of the guard. */
export function resolveMemoryGuardOptions(options?: MemoryGuardOptions) {
  const resolved = resolveOptions('guard', options, {
    elevatedRatio: ratio(0.8),
    criticalRatio: ratio(0.92),
    emergencyRatio: ratio(0.97),
    exitGapRatio: ratio(0.05),
    minDwellMs: milliseconds(30_000),
    criticalRoutes: routeRules,
    priority: callback<(request: IncomingMessage) => Priority>(),
    exempt: paths,
    costs,
    admitBySize: boolean(true),
    reclaim,
    retryAfterSeconds: retryRange,
    mode: oneOf(['enforce', 'dry-run'], 'enforce'),
    signals,
    onShed: callback<(event: ShedEvent) => void>(),
  })
  const { elevatedRatio, criticalRatio, emergencyRatio, exitGapRatio } = resolved
  assertConsistent(
    elevatedRatio > 0 && elevatedRatio < criticalRatio && criticalRatio <= emergencyRatio,
    `Expected 0 < \`guard.elevatedRatio\` < \`criticalRatio\` <= \`emergencyRatio\`, got ${elevatedRatio}, ${criticalRatio}, ${emergencyRatio}`,
  )
  assertConsistent(
    exitGapRatio < elevatedRatio,
    `Expected \`guard.exitGapRatio\` (${exitGapRatio}) to be less than \`elevatedRatio\` (${elevatedRatio})`,
  )
  return resolved
}
