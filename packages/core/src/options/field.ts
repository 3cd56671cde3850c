import { LONGEST_TIMER_MS } from '../clock.js'
import { PlimsollError } from '../errors/plimsoll-error.js'

/** Turns what a user wrote for one option into what the code uses, or throws a `PlimsollError`. */
export interface Field<T> {
  /** `value` is `undefined` when the option is absent. */
  parse(value: unknown, option: string): T
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text)

/** Shows a received value in an error message, short and on one line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(short(value))
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'bigint') return `${short(String(value))}n`
  if (value instanceof RegExp) return short(String(value))
  if (Array.isArray(value)) return `an array of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  return String(value)
}

export function wrongType(option: string, expectation: string, value: unknown): PlimsollError {
  return new PlimsollError(
    'ERR_PLIMSOLL_OPTION_TYPE',
    `Expected \`${option}\` to be ${expectation}, got ${shown(value)}`,
  )
}

export function outOfRange(option: string, expectation: string, value: unknown): PlimsollError {
  return new PlimsollError(
    'ERR_PLIMSOLL_OPTION_RANGE',
    `Expected \`${option}\` to be ${expectation}, got ${shown(value)}`,
  )
}

interface NumberRange {
  readonly min?: number
  readonly max?: number
  readonly integer?: boolean
  /** How the range reads in a message, e.g. `a number of bytes above 0`. */
  readonly expectation: string
}

function checkedNumber(value: unknown, option: string, range: NumberRange): number {
  if (typeof value !== 'number') throw wrongType(option, range.expectation, value)
  const inRange = value >= (range.min ?? -Infinity) && value <= (range.max ?? Infinity)
  const whole = range.integer !== true || Number.isInteger(value)
  if (!Number.isFinite(value) || !inRange || !whole) throw outOfRange(option, range.expectation, value)
  return value
}

/** A number within a range, or `fallback` when absent. */
export function number<F extends number | undefined>(fallback: F, range: NumberRange): Field<number | F> {
  return { parse: (value, option) => (value === undefined ? fallback : checkedNumber(value, option, range)) }
}

export function ratio(fallback: number): Field<number> {
  return number(fallback, { min: 0, max: 1, expectation: 'a ratio from 0 to 1' })
}

/** A length of time that a timer can wait for: up to 2147483647 ms, which is 24.8 days. */
export function milliseconds(fallback: number, min = 0): Field<number> {
  const expectation = `a number of milliseconds, at least ${min} and at most ${LONGEST_TIMER_MS}`
  return number(fallback, { min, max: LONGEST_TIMER_MS, expectation })
}

export function bytes<F extends number | undefined>(fallback: F): Field<number | F> {
  return number(fallback, { min: 1, expectation: 'a number of bytes, at least 1' })
}

export function boolean(fallback: boolean): Field<boolean> {
  return {
    parse: (value, option) => {
      if (value === undefined) return fallback
      if (typeof value !== 'boolean') throw wrongType(option, 'true or false', value)
      return value
    },
  }
}

export function oneOf<const T extends string>(allowed: readonly T[], fallback: T): Field<T> {
  const expectation = `one of ${allowed.map((each) => `'${each}'`).join(', ')}`
  return {
    parse: (value, option) => {
      if (value === undefined) return fallback
      if (typeof value !== 'string') throw wrongType(option, expectation, value)
      if (!(allowed as readonly string[]).includes(value)) throw outOfRange(option, expectation, value)
      return value as T
    },
  }
}

export function text<F extends string | undefined>(fallback: F): Field<string | F> {
  return {
    parse: (value, option) => {
      if (value === undefined) return fallback
      if (typeof value !== 'string' || value === '') throw wrongType(option, 'a non-empty string', value)
      return value
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: a callback of whatever signature the option declares
type AnyFunction = (...args: any[]) => unknown

export function callback<T extends AnyFunction>(): Field<T | undefined> {
  return {
    parse: (value, option) => {
      if (value !== undefined && typeof value !== 'function') throw wrongType(option, 'a function', value)
      return value as T | undefined
    },
  }
}

/** An object with the given methods: a logger, a registry, a sampler. */
export function having<T extends object>(...methods: readonly string[]): Field<T | undefined> {
  const expectation = `an object with ${methods.map((each) => `${each}()`).join(', ')}`
  return {
    parse: (value, option) => {
      if (value === undefined) return undefined
      const candidate = value as Record<string, unknown> | null
      const isObject =
        (typeof candidate === 'object' || typeof candidate === 'function') && candidate !== null
      if (!isObject || methods.some((method) => typeof candidate[method] !== 'function')) {
        throw wrongType(option, expectation, value)
      }
      return value as T
    },
  }
}

/** For what the small fields cannot say; `parse` throws `wrongType` or `outOfRange` itself. */
export function custom<T>(parse: (value: unknown, option: string) => T): Field<T> {
  return { parse }
}
