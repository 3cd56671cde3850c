import { custom, outOfRange, wrongType } from '@plimsoll/core'
import type { HealthCheck } from '../checks/health-check.js'
import { HEALTH_STATUSES, type HealthStatus } from '../health-status.js'
import { tokenMatcher } from '../platform/token-matcher.js'

const MIN_TOKEN_BYTES = 16
const TOKEN = `a token of at least ${MIN_TOKEN_BYTES} bytes without spaces, or an array of such`
const UPTIME = 'a number of milliseconds above 0, or false'
const STATUS_CODE = 'an HTTP status code from 200 to 599'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A test for the tokens. The tokens themselves are kept nowhere, and appear in no error. */
export const tokens = custom((value, option): ((candidate: string) => boolean) | undefined => {
  if (value === undefined) return undefined
  const given: unknown[] = Array.isArray(value) ? value : [value]
  if (given.length === 0 || given.some((each) => typeof each !== 'string')) {
    throw wrongType(option, TOKEN, typeof value)
  }
  const texts = given as string[]
  texts.forEach((text, index) => {
    if (Buffer.byteLength(text) >= MIN_TOKEN_BYTES && !/\s/.test(text)) return
    throw outOfRange(Array.isArray(value) ? `${option}[${index}]` : option, TOKEN, 'one that is not')
  })
  return tokenMatcher(texts)
})

/** A length of time that may be switched off. */
export const maxUptime = (fallback: number) =>
  custom((value, option): number | false => {
    if (value === undefined) return fallback
    if (value === false) return false
    if (typeof value !== 'number') throw wrongType(option, UPTIME, value)
    if (!Number.isFinite(value) || value <= 0) throw outOfRange(option, UPTIME, value)
    return value
  })

/** A status code for each status. */
export const statusCodes = custom((value, option): Readonly<Record<HealthStatus, number>> => {
  const codes = { healthy: 200, degraded: 200, 'needs-restart': 200, draining: 200 }
  if (value === undefined) return codes
  if (!isRecord(value)) throw wrongType(option, 'an object of status codes by status', value)
  for (const [status, code] of Object.entries(value)) {
    const name = `${option}.${status}`
    if (!(HEALTH_STATUSES as readonly string[]).includes(status)) {
      throw outOfRange(name, `one of ${HEALTH_STATUSES.join(', ')}`, status)
    }
    if (code === undefined) continue
    if (typeof code !== 'number') throw wrongType(name, STATUS_CODE, code)
    if (!Number.isInteger(code) || code < 200 || code > 599) throw outOfRange(name, STATUS_CODE, code)
    codes[status as HealthStatus] = code
  }
  return Object.freeze(codes)
})

/** Checks by name, copied into a map, so that no name can be a property that every object has. */
export const checks = custom((value, option): ReadonlyMap<string, HealthCheck> => {
  if (value === undefined) return new Map()
  if (!isRecord(value)) throw wrongType(option, 'an object of functions by name', value)
  const entries = Object.entries(value)
  for (const [name, check] of entries) {
    if (typeof check !== 'function') throw wrongType(`${option}.${name}`, 'a function', check)
  }
  return new Map(entries as [string, HealthCheck][])
})
