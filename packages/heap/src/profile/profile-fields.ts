import { SnapshotError } from '../snapshot-error.js'

/** An object of a profile of which nothing is known yet. */
export type ProfileRecord = Readonly<Record<string, unknown>>

/** What is numbered in a message. */
export type ProfilePart = 'node' | 'sample'

export function isRecord(value: unknown): value is ProfileRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function malformed(message: string, cause?: unknown): SnapshotError {
  return new SnapshotError('ERR_PLIMSOLL_PROFILE_FORMAT', message, cause === undefined ? {} : { cause })
}

/** A finite number that is not negative. */
export function amount(record: ProfileRecord, field: string, part: ProfilePart, index: number): number {
  const value = record[field]
  if (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY) return value
  throw unexpected('a number of bytes', value, field, part, index)
}

/** A whole number that is not negative. */
export function wholeNumber(record: ProfileRecord, field: string, part: ProfilePart, index: number): number {
  const value = record[field]
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number
  throw unexpected('a whole number', value, field, part, index)
}

export function text(record: ProfileRecord, field: string, part: ProfilePart, index: number): string {
  const value = record[field]
  if (typeof value === 'string') return value
  throw unexpected('a string', value, field, part, index)
}

/** V8 counts lines and columns from 0, and says -1 where there are none: here from 1, and 0. */
export function position(record: ProfileRecord, field: string, part: ProfilePart, index: number): number {
  const value = record[field]
  if (Number.isSafeInteger(value) && (value as number) >= -1) return (value as number) + 1
  throw unexpected('a whole number', value, field, part, index)
}

export function list(
  record: ProfileRecord,
  field: string,
  part: ProfilePart,
  index: number,
): readonly unknown[] {
  const value = record[field]
  if (Array.isArray(value)) return value
  throw unexpected('an array', value, field, part, index)
}

function unexpected(
  expected: string,
  value: unknown,
  field: string,
  part: ProfilePart,
  index: number,
): SnapshotError {
  const received = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : kindOf(value)
  return malformed(`Expected \`${field}\` of ${part} ${index} to be ${expected}, got ${received}`)
}

function kindOf(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value)
  return Array.isArray(value) ? 'an array' : 'an object'
}
