import { PlimsollError } from '@plimsoll/core'
import fc from 'fast-check'
import { type ResourceTrackerOptions, resolveResourceTrackerOptions } from '../src/tracker-options.js'

describe('tracker options', () => {
  test('without any the contract holds', () => {
    expect(resolveResourceTrackerOptions()).toEqual({
      disposeTimeoutMs: 5000,
      maxResources: 200_000,
      abortOnEnd: false,
      clearFields: [],
      asyncContext: false,
      observe: undefined,
      overdueMs: undefined,
      timeoutMs: undefined,
    })
  })

  test('observe: true means its defaults, false nothing', () => {
    const observe = (value: ResourceTrackerOptions['observe'] | undefined) =>
      resolveResourceTrackerOptions(value === undefined ? {} : { observe: value }).observe
    expect(observe(true)).toEqual({ graceMs: 60_000, sampleRate: 1 })
    expect(observe({ sampleRate: 0.01 })).toEqual({ graceMs: 60_000, sampleRate: 0.01 })
    expect([observe(false), observe(undefined)]).toEqual([undefined, undefined])
  })

  test.each<[unknown, RegExp]>([
    [{ disposeTimeout: 1 }, /resources\.disposeTimeout`.*disposeTimeoutMs/],
    [{ disposeTimeoutMs: 0 }, /resources\.disposeTimeoutMs.*at least 1.*0/],
    [{ disposeTimeoutMs: '5000' }, /disposeTimeoutMs.*"5000"/],
    [{ maxResources: 1.5 }, /maxResources.*whole number.*1\.5/],
    [{ abortOnEnd: 1 }, /abortOnEnd.*true or false.*1/],
    [{ clearFields: 'user' }, /clearFields.*an array of names.*"user"/],
    [{ clearFields: ['user', 7] }, /clearFields\[1\].*the name of a field.*7/],
    [{ clearFields: ['socket'] }, /clearFields\[0\].*application's own.*"socket"/],
    [{ clearFields: ['_readableState'] }, /clearFields\[0\].*application's own/],
    [{ asyncContext: 'yes' }, /asyncContext.*"yes"/],
    [{ observe: 'all' }, /resources\.observe.*"all"/],
    [{ observe: { sampleRate: 2 } }, /resources\.observe\.sampleRate.*at most 1.*2/],
    [{ observe: { grace: 1 } }, /resources\.observe\.grace/],
    [{ overdueMs: Number.NaN }, /overdueMs.*NaN/],
    [{ timeoutMs: -1 }, /timeoutMs.*at least 1.*-1/],
  ])('F34: %j is refused with the option, the expectation and the value', (options, message) => {
    const resolve = () => resolveResourceTrackerOptions(options as ResourceTrackerOptions)
    expect(resolve).toThrow(PlimsollError)
    expect(resolve).toThrow(message)
  })

  test('F34: a polluted prototype configures nothing', () => {
    expect(resolveResourceTrackerOptions(Object.create({ abortOnEnd: true })).abortOnEnd).toBe(false)
    expect(() => resolveResourceTrackerOptions(JSON.parse('{"__proto__": {"abortOnEnd": true}}'))).toThrow(
      PlimsollError,
    )
  })

  test('F34: whatever is given, it resolves or says why not', () => {
    const names = Object.keys(resolveResourceTrackerOptions())
    const options = fc.dictionary(fc.constantFrom(...names, 'other'), fc.anything())
    fc.assert(
      fc.property(options, (given) => {
        try {
          expect(Object.isFrozen(resolveResourceTrackerOptions(given))).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(PlimsollError)
        }
      }),
    )
  })
})
