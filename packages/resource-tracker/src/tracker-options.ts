import {
  boolean,
  custom,
  type Field,
  milliseconds,
  number,
  outOfRange,
  resolveOptions,
  wrongType,
} from '@plimsoll/core'
import { type ObserveOptions, observeField } from './observe/observe-options.js'

/** What may be said about the resource tracker. */
export interface ResourceTrackerOptions {
  /** Milliseconds that a disposer may take before it is no longer waited for. @default 5000 */
  readonly disposeTimeoutMs?: number
  /** Resources of one request; those beyond are not tracked, and counted. @default 200000 */
  readonly maxResources?: number
  /** Whether `signal` aborts at the normal end, too: a fetch that nobody awaits then rejects unhandled. @default false */
  readonly abortOnEnd?: boolean
  /** Fields of a request that are set to `undefined` at its end, so that a kept request does not keep what it loaded. @default [] */
  readonly clearFields?: readonly string[]
  /** Whether `currentResources()` works anywhere below a request; AsyncLocalStorage costs 2 to 3 % of a hello world. @default false */
  readonly asyncContext?: boolean
  /** Watches what handlers open without the scope, and reports what outlives its request; implies `asyncContext`. @default false */
  readonly observe?: boolean | ObserveOptions
  /** Milliseconds after which a request without an answer is listed as overdue; costs an entry in a map per request. @default none */
  readonly overdueMs?: number
  /** Milliseconds after which the resources of a request without an answer are disposed of and its `signal` aborts. @default none */
  readonly timeoutMs?: number
}

/** What Node and the frameworks keep in a request themselves. */
const NOT_THE_APPLICATIONS = new Set(
  ['socket', 'client', 'connection', 'headers', 'rawHeaders', 'url', 'method', 'complete'].concat([
    'req',
    'res',
    'request',
    'response',
    'app',
    'next',
    'route',
    'resources',
    'state',
    'locals',
  ]),
)

const fieldNames: Field<readonly string[]> = custom((value, option) => {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw wrongType(option, 'an array of names of fields', value)
  value.forEach((name: unknown, index) => {
    const item = `${option}[${index}]`
    if (typeof name !== 'string' || name === '') throw wrongType(item, 'the name of a field', name)
    if (name.startsWith('_') || NOT_THE_APPLICATIONS.has(name)) {
      throw outOfRange(item, "a field of the application's own", name)
    }
  })
  return [...new Set(value as string[])]
})

const optionalMilliseconds = number(undefined, {
  min: 1,
  expectation: 'a number of milliseconds, at least 1',
})

export type ResolvedResourceTrackerOptions = ReturnType<typeof resolveResourceTrackerOptions>

/** Checks and completes the options of the tracker. */
export function resolveResourceTrackerOptions(options?: ResourceTrackerOptions) {
  return resolveOptions('resources', options, {
    disposeTimeoutMs: milliseconds(5000, 1),
    maxResources: number(200_000, {
      min: 1,
      integer: true,
      expectation: 'a whole number of resources, at least 1',
    }),
    abortOnEnd: boolean(false),
    clearFields: fieldNames,
    asyncContext: boolean(false),
    observe: observeField,
    overdueMs: optionalMilliseconds,
    timeoutMs: optionalMilliseconds,
  })
}
