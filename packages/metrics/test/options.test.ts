import fc from 'fast-check'
import { type MetricsOptions, resolveMetricsOptions } from '../src/index.js'

const resolve = (options: unknown) => resolveMetricsOptions(options as MetricsOptions)
const codeOf = (options: unknown): string => {
  try {
    resolve(options)
  } catch (error) {
    return (error as { code?: string }).code ?? 'another error'
  }
  return 'accepted'
}

describe('options of metrics', () => {
  test('defaults', () => {
    expect(resolve(undefined)).toEqual({
      path: '/metrics',
      registry: undefined,
      requestDuration: { buckets: [0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10], maxRoutes: 200 },
      runtimeMetrics: true,
      scrapeTimeoutMs: 5000,
    })
  })

  test('true means the defaults of request durations, false leaves them out', () => {
    expect(resolve({ requestDuration: true })).toEqual(resolve({}))
    expect(resolve({ requestDuration: false }).requestDuration).toBe(false)
    expect(resolve({ requestDuration: { buckets: [1, 2] } }).requestDuration).toMatchObject({
      buckets: [1, 2],
    })
    expect(resolve({ path: false }).path).toBe(false)
  })

  test.each([
    [{ paths: '/x' }, 'ERR_PLIMSOLL_OPTION_UNKNOWN'],
    [{ path: 'metrics' }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ registry: {} }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ registry: 'default' }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ requestDuration: 'yes' }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ requestDuration: null }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ requestDuration: { bucket: [] } }, 'ERR_PLIMSOLL_OPTION_UNKNOWN'],
    [{ requestDuration: { buckets: [] } }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ requestDuration: { buckets: [1, 1] } }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ requestDuration: { buckets: [2, 1] } }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ requestDuration: { buckets: [0] } }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ requestDuration: { buckets: [1, Number.POSITIVE_INFINITY] } }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ requestDuration: { buckets: '0.1' } }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ requestDuration: { maxRoutes: 0.5 } }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ runtimeMetrics: 0 }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ scrapeTimeoutMs: 0 }, 'ERR_PLIMSOLL_OPTION_RANGE'],
  ])('F34: %j is refused with %s', (options, code) => {
    expect(codeOf(options)).toBe(code)
  })

  test('F34: whatever is passed is accepted or refused with an error of ours', () => {
    const keys = ['path', 'registry', 'requestDuration', 'runtimeMetrics', 'scrapeTimeoutMs', '__proto__']
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys), fc.anything()), (options) => {
        expect(codeOf(options)).toMatch(/^(?:accepted|ERR_PLIMSOLL_OPTION_[A-Z]+)$/)
      }),
    )
  })

  test('F34: the error names the bucket, and what it had to be above', () => {
    expect(() => resolve({ requestDuration: { buckets: [1, 3, 2] } })).toThrow(
      /metrics\.requestDuration\.buckets\[2\]` to be a number above 3, got 2/,
    )
  })

  test('buckets are copied: changing the array later changes nothing', () => {
    const buckets = [1, 2]
    const resolved = resolve({ requestDuration: { buckets } })
    buckets.push(3)
    expect(resolved.requestDuration).toMatchObject({ buckets: [1, 2] })
  })
})
