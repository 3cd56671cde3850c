import { SnapshotError } from './snapshot-error.js'

/** `any` is checked by whoever reads it. */
export type OptionKind = 'boolean' | 'function' | 'signal' | 'any'

const EXPECTED: Readonly<Record<Exclude<OptionKind, 'any'>, string>> = {
  boolean: 'true or false',
  function: 'a function',
  signal: 'an AbortSignal',
}

/** Throws unless these are options that `owner` knows, each of its kind. */
export function checkOptions(
  owner: string,
  options: unknown,
  known: Readonly<Record<string, OptionKind>>,
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw wrongType(`${owner} options`, 'an object', options)
  }
  for (const [name, value] of Object.entries(options)) {
    const kind = Object.hasOwn(known, name) ? known[name] : undefined
    if (kind === undefined) {
      throw new SnapshotError(
        'ERR_PLIMSOLL_OPTION_UNKNOWN',
        `Unknown option \`${owner}.${name}\`; known are: ${Object.keys(known).sort().join(', ')}`,
      )
    }
    if (value !== undefined && kind !== 'any' && !isOf(kind, value)) {
      throw wrongType(`${owner}.${name}`, EXPECTED[kind], value)
    }
  }
}

function isOf(kind: Exclude<OptionKind, 'any'>, value: unknown): boolean {
  if (kind !== 'signal') return typeof value === kind
  return typeof (value as Partial<AbortSignal> | null)?.throwIfAborted === 'function'
}

function wrongType(option: string, expectation: string, value: unknown): SnapshotError {
  const shown =
    value === null || typeof value === 'number' || typeof value === 'boolean' ? `${value}` : typeof value
  return new SnapshotError(
    'ERR_PLIMSOLL_OPTION_TYPE',
    `Expected \`${option}\` to be ${expectation}, got ${Array.isArray(value) ? 'an array' : shown}`,
  )
}
