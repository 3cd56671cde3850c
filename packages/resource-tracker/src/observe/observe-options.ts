import { custom, type Field, milliseconds, number, resolveOptions, wrongType } from '@plimsoll/core'

/** What may be said about watching what handlers open without the scope. */
export interface ObserveOptions {
  /** Milliseconds after the response before what is still alive is counted. @default 60000 */
  readonly graceMs?: number
  /** Share of the requests that are watched, above 0 and at most 1; following a request has its price either way. @default 1 */
  readonly sampleRate?: number
}

/** They are complete, and frozen. */
export interface ResolvedObserveOptions {
  readonly graceMs: number
  readonly sampleRate: number
}

const share = number(1, {
  min: Number.MIN_VALUE,
  max: 1,
  expectation: 'a ratio above 0, at most 1',
})

/** The `observe` option: `undefined` when nothing is to be watched. */
export const observeField: Field<ResolvedObserveOptions | undefined> = custom((value, option) => {
  if (value === undefined || value === false) return undefined
  if (value !== true && (typeof value !== 'object' || value === null || Array.isArray(value))) {
    throw wrongType(option, 'true, false, or { graceMs, sampleRate }', value)
  }
  const given = value === true ? undefined : value
  return resolveOptions(option, given, { graceMs: milliseconds(60_000, 1), sampleRate: share })
})
