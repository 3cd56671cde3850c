import { observeField } from '../../src/observe/observe-options.js'

const parse = (value: unknown) => observeField.parse(value, 'resources.observe')

describe('the option `observe`', () => {
  test('true watches all requests with a minute of grace', () => {
    expect(parse(true)).toEqual({ graceMs: 60_000, sampleRate: 1 })
    expect(parse({})).toEqual({ graceMs: 60_000, sampleRate: 1 })
  })

  test('is off unless asked for', () => {
    expect(parse(undefined)).toBeUndefined()
    expect(parse(false)).toBeUndefined()
  })

  test.each([
    [1, 'true, false, or { graceMs, sampleRate }, got 1'],
    [null, 'true, false, or { graceMs, sampleRate }, got null'],
    [[], 'got an array of 0'],
    [{ graceMs: 0 }, '`resources.observe.graceMs`'],
    [{ graceMs: '1s' }, '`resources.observe.graceMs`'],
    [{ sampleRate: 0 }, 'a ratio above 0, at most 1, got 0'],
    [{ sampleRate: Number.NaN }, 'a ratio above 0, at most 1, got NaN'],
    [{ rate: 1 }, 'known are: graceMs, sampleRate'],
  ])('F34: %j is refused', (value, message) => {
    expect(() => parse(value)).toThrow(message)
  })
})
