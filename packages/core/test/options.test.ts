import fc from 'fast-check'
import { PlimsollError } from '../src/errors/plimsoll-error.js'
import {
  boolean,
  bytes,
  callback,
  having,
  milliseconds,
  number,
  oneOf,
  ratio,
  text,
} from '../src/options/field.js'
import { resolveOptions } from '../src/options/resolve-options.js'
import { resolveSamplerOptions } from '../src/sampler-options.js'

const FIELDS = {
  limitBytes: bytes(undefined),
  enterRatio: ratio(0.8),
  intervalMs: milliseconds(1000, 10),
  mode: oneOf(['enforce', 'dry-run'], 'enforce'),
  strict: boolean(true),
  folder: text(undefined),
  onShed: callback<() => void>(),
  logger: having<{ warn(): void }>('warn'),
  workers: number(1, { min: 1, integer: true, expectation: 'a whole number of processes, at least 1' }),
}

const resolve = (input: unknown) => resolveOptions('guard', input, FIELDS)

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return error instanceof PlimsollError ? error.code : `not ours: ${String(error)}`
  }
  return 'nothing thrown'
}

describe('options', () => {
  test('absent and undefined both mean the default, and the result is frozen', () => {
    const resolved = resolve({ enterRatio: undefined })
    expect(resolved).toMatchObject({
      enterRatio: 0.8,
      intervalMs: 1000,
      mode: 'enforce',
      strict: true,
      workers: 1,
    })
    expect(Object.isFrozen(resolved)).toBe(true)
    expect(resolve(undefined)).toEqual(resolved)
  })

  test('false and 0 are values, not absence', () => {
    expect(resolve({ strict: false, enterRatio: 0 })).toMatchObject({ strict: false, enterRatio: 0 })
  })

  test.each([
    [{ entryRatio: 0.5 }, 'ERR_PLIMSOLL_OPTION_UNKNOWN', /guard\.entryRatio`.*enterRatio/],
    [{ enterRatio: '80%' }, 'ERR_PLIMSOLL_OPTION_TYPE', /guard\.enterRatio.*a ratio from 0 to 1.*"80%"/],
    [{ enterRatio: 1.2 }, 'ERR_PLIMSOLL_OPTION_RANGE', /guard\.enterRatio.*a ratio from 0 to 1.*1\.2/],
    [{ enterRatio: Number.NaN }, 'ERR_PLIMSOLL_OPTION_RANGE', /guard\.enterRatio.*NaN/],
    [{ limitBytes: -5 }, 'ERR_PLIMSOLL_OPTION_RANGE', /guard\.limitBytes.*bytes, at least 1.*-5/],
    [{ limitBytes: Number.POSITIVE_INFINITY }, 'ERR_PLIMSOLL_OPTION_RANGE', /Infinity/],
    [{ intervalMs: 1 }, 'ERR_PLIMSOLL_OPTION_RANGE', /guard\.intervalMs.*at least 10.*1/],
    [
      { intervalMs: 2 ** 31 },
      'ERR_PLIMSOLL_OPTION_RANGE',
      /guard\.intervalMs.*at most 2147483647.*2147483648/,
    ],
    [{ intervalMs: /x/ }, 'ERR_PLIMSOLL_OPTION_TYPE', /guard\.intervalMs.*milliseconds.*got \/x\//],
    [{ workers: 1.5 }, 'ERR_PLIMSOLL_OPTION_RANGE', /guard\.workers.*whole number.*1\.5/],
    [{ mode: 'off' }, 'ERR_PLIMSOLL_OPTION_RANGE', /guard\.mode.*'enforce', 'dry-run'.*"off"/],
    [{ mode: null }, 'ERR_PLIMSOLL_OPTION_TYPE', /guard\.mode.*null/],
    [{ strict: 'yes' }, 'ERR_PLIMSOLL_OPTION_TYPE', /guard\.strict.*true or false.*"yes"/],
    [{ folder: '' }, 'ERR_PLIMSOLL_OPTION_TYPE', /guard\.folder.*non-empty/],
    [{ onShed: 'log' }, 'ERR_PLIMSOLL_OPTION_TYPE', /guard\.onShed.*a function.*"log"/],
    [{ logger: { info() {} } }, 'ERR_PLIMSOLL_OPTION_TYPE', /guard\.logger.*warn\(\).*an object/],
    [{ logger: null }, 'ERR_PLIMSOLL_OPTION_TYPE', /guard\.logger.*null/],
  ])('F34: %j is refused with the option, the expectation and the value', (input, code, message) => {
    expect(codeOf(() => resolve(input))).toBe(code)
    expect(() => resolve(input)).toThrow(message)
  })

  test.each([null, 7, 'x', [], () => {}])('F34: %p instead of an object of options is refused', (input) => {
    expect(codeOf(() => resolve(input))).toBe('ERR_PLIMSOLL_OPTION_TYPE')
  })

  test('F34: a number of the other kind is shown as such', () => {
    expect(() => resolve({ intervalMs: 1000n })).toThrow(/guard\.intervalMs.*milliseconds.*got 1000n/)
  })

  test('F34: a long value is shown short, on one line', () => {
    expect(() => resolve({ mode: 'x'.repeat(5000) })).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^.{1,200}$/) }),
    )
  })

  test('F34: a polluted prototype configures nothing', () => {
    const polluted = Object.create({ enterRatio: 0.1, entryRatio: 1 })
    expect(resolve(polluted).enterRatio).toBe(0.8)
  })

  test('F34: keys that every object has are unknown options, and pollute nothing', () => {
    expect(codeOf(() => resolve(JSON.parse('{"__proto__": {"strict": false}}')))).toBe(
      'ERR_PLIMSOLL_OPTION_UNKNOWN',
    )
    expect(codeOf(() => resolve({ constructor: 1 }))).toBe('ERR_PLIMSOLL_OPTION_UNKNOWN')
    expect(codeOf(() => resolve({ hasOwnProperty: 1 }))).toBe('ERR_PLIMSOLL_OPTION_UNKNOWN')
    expect(({} as { strict?: unknown }).strict).toBeUndefined()
  })

  test('F34: frozen options are fine, and a getter is read once', () => {
    let reads = 0
    const input = Object.freeze({
      get enterRatio() {
        reads += 1
        return 0.5
      },
    })
    expect(resolve(input).enterRatio).toBe(0.5)
    expect(reads).toBe(1)
  })

  test('F34: whatever is passed, it resolves or throws an error of ours', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.dictionary(fc.constantFrom(...Object.keys(FIELDS)), fc.anything())),
        (input) => {
          const code = codeOf(() => resolve(input))
          expect(code === 'nothing thrown' || code.startsWith('ERR_PLIMSOLL_OPTION_')).toBe(true)
        },
      ),
    )
  })

  test('the sampler: contradicting intervals are refused by name', () => {
    expect(() => resolveSamplerOptions({ intervalMs: 100, minIntervalMs: 200 })).toThrow(
      /samplerOptions\.minIntervalMs.*200.*intervalMs.*100/,
    )
    expect(codeOf(() => resolveSamplerOptions({ maxStallRatio: 0 }))).toBe('ERR_PLIMSOLL_OPTION_CONFLICT')
  })
})
