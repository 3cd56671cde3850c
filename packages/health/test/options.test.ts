import fc from 'fast-check'
import { type HealthOptions, resolveHealthOptions } from '../src/index.js'

const resolve = (options: unknown) => resolveHealthOptions(options as HealthOptions)
const codeOf = (options: unknown): string => {
  try {
    resolve(options)
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'accepted'
}

describe('options of health', () => {
  test('defaults are those of the contract', () => {
    expect(resolve(undefined)).toMatchObject({
      paths: { health: '/health', livez: '/livez', readyz: '/readyz', startupz: '/startupz' },
      everyPath: false,
      details: 'trusted',
      maxUptimeMs: 86_400_000,
      maxUptimeJitterRatio: 0.2,
      checkTimeoutMs: 2000,
      checkCacheMs: 1000,
      unreadyOnPressure: false,
      statusCodes: { healthy: 200, degraded: 200, 'needs-restart': 200, draining: 200 },
    })
  })

  test('paths lose their trailing slash; false leaves one out, and path: false answers everything', () => {
    expect(resolve({ path: '/status/' }).paths.health).toBe('/status')
    expect(resolve({ paths: { livez: false } }).paths.livez).toBe(false)
    expect(resolve({ path: false })).toMatchObject({ everyPath: true, paths: { health: false } })
  })

  test.each([
    [{ helth: true }, 'ERR_PLIMSOLL_OPTION_UNKNOWN'],
    [{ path: 'health' }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ path: '/a/../b' }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ path: '/a//b' }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ path: '/a;b' }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ path: '/%61' }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ path: 1 }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ path: '/a', paths: { health: '/b' } }, 'ERR_PLIMSOLL_OPTION_CONFLICT'],
    [{ paths: { livez: '/readyz' } }, 'ERR_PLIMSOLL_OPTION_CONFLICT'],
    [{ paths: { liveness: '/x' } }, 'ERR_PLIMSOLL_OPTION_UNKNOWN'],
    [{ details: 'some' }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ token: 'short' }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ token: [] }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ token: 42 }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ maxUptimeMs: 0 }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ maxUptimeMs: Number.NaN }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ maxUptimeMs: '24h' }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ maxUptimeJitterRatio: 1.1 }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ statusCodes: { sick: 503 } }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ statusCodes: { degraded: 99 } }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ statusCodes: [503] }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ checks: { db: true } }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ checks: () => true }, 'ERR_PLIMSOLL_OPTION_TYPE'],
    [{ checkTimeoutMs: -1 }, 'ERR_PLIMSOLL_OPTION_RANGE'],
    [{ unreadyOnPressure: 1 }, 'ERR_PLIMSOLL_OPTION_TYPE'],
  ])('F34: %j is refused with %s', (options, code) => {
    expect(codeOf(options)).toBe(code)
  })

  test('F34: whatever is passed is accepted or refused with an error of ours', () => {
    const keys = ['path', 'paths', 'details', 'maxUptimeMs', 'statusCodes', 'checks', 'token', '__proto__']
    const anyOptions = fc.dictionary(fc.constantFrom(...keys), fc.anything(), { noNullPrototype: false })
    fc.assert(
      fc.property(anyOptions, (options) => {
        expect(['accepted', 'PlimsollError']).toContain(nameOf(options))
      }),
    )
  })

  test('of several tokens the error names the place of the one that is wrong', () => {
    expect(() => resolve({ token: ['a-token-of-16-bytes', 'short'] })).toThrow(/health\.token\[1\]`/)
  })

  test('paths that nobody would answer, because every request gets the report, are refused', () => {
    expect(() => resolve({ path: false, paths: { livez: '/alive' } })).toThrow(
      /health\.path` and `health\.paths`.*false/,
    )
  })

  test('paths that only differ in their case are one to most frameworks', () => {
    expect(() => resolve({ paths: { health: '/Up', livez: '/up' } })).toThrow(/differ.*\/Up, \/up/)
  })

  test('the token is in no error and in nothing that is kept', () => {
    const token = 'correct horse battery staple'
    expect(() => resolve({ token })).toThrow(expect.not.stringContaining('horse'))
    const kept = resolve({ token: 'correct-horse-battery-staple' })
    expect(JSON.stringify(kept)).not.toContain('horse')
    expect(kept.token?.('correct-horse-battery-staple')).toBe(true)
  })
})

function nameOf(options: unknown): string {
  try {
    resolve(options)
  } catch (error) {
    return (error as Error).name
  }
  return 'accepted'
}
