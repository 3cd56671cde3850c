import { PlimsollError } from '../errors/plimsoll-error.js'
import { type Field, shown, wrongType } from './field.js'

type Resolved<S> = { readonly [K in keyof S]: S[K] extends Field<infer T> ? T : never }

/** Names that somebody else has read from the same object before, by what was left of it. */
const readBefore = new WeakMap<object, readonly string[]>()

/**
 * Says that more options were there beside these, and are read already. Whoever mistypes one of them is then
 * told of it, by whichever part reads the rest.
 */
export function withoutRead<T extends object>(rest: T, names: readonly string[]): T {
  readBefore.set(rest, [...names].sort())
  return rest
}

/**
 * Reads what a user wrote once, at construction, into frozen options.
 *
 * Only own properties count (a polluted prototype configures nothing), each is read once, `undefined` means
 * absent, and an unknown key is an error, because a misspelt option that is ignored protects nobody. A
 * text is not shown: it may be a secret under a misspelt name.
 */
export function resolveOptions<S extends Record<string, Field<unknown>>>(
  owner: string,
  input: unknown,
  fields: S,
): Resolved<S> {
  if (input !== undefined && (typeof input !== 'object' || input === null || Array.isArray(input))) {
    throw wrongType(`${owner} options`, 'an object', input)
  }
  const given = (input ?? {}) as Record<string, unknown>
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(fields, key)) {
      const known = [...Object.keys(fields).sort(), ...(readBefore.get(given) ?? [])].join(', ')
      throw new PlimsollError(
        'ERR_PLIMSOLL_OPTION_UNKNOWN',
        `Unknown option \`${owner}.${key}\` (${typeof given[key] === 'string' ? 'a string' : shown(given[key])}); known are: ${known}`,
      )
    }
  }
  const resolved: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(fields)) {
    resolved[key] = field.parse(Object.hasOwn(given, key) ? given[key] : undefined, `${owner}.${key}`)
  }
  return Object.freeze(resolved) as Resolved<S>
}

/** Throws when two options contradict each other; the message names both and what was received. */
export function assertConsistent(holds: boolean, message: string): void {
  if (!holds) throw new PlimsollError('ERR_PLIMSOLL_OPTION_CONFLICT', message)
}
