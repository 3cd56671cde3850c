import type { RegistryMetric, RegistryValue } from '../registry/metrics-registry.js'

const QUESTION = 'plimsoll:metrics?'
const ANSWER = 'plimsoll:metrics!'

/** The primary asks for figures. */
export interface Question {
  readonly type: typeof QUESTION
  readonly round: number
  /** After so long nobody waits for the answer any more. */
  readonly withinMs: number
}

/** A worker tells them. */
export interface Answer {
  readonly type: typeof ANSWER
  readonly round: number
  readonly metrics: readonly WorkerMetric[]
}

/** A metric as it comes over the channel: `summary` is there for the application's own. */
export type WorkerMetric = Omit<RegistryMetric, 'aggregator'>

export const question = (round: number, withinMs: number): Question => ({ type: QUESTION, round, withinMs })
export const answer = (round: number, metrics: readonly unknown[]) => ({ type: ANSWER, round, metrics })

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

export function isQuestion(message: unknown): message is Question {
  if (!isObject(message) || message.type !== QUESTION) return false
  return Number.isFinite(message.round) && Number.isFinite(message.withinMs)
}

/** Reads an answer; metrics in it that are none are left out. Other messages are `undefined`. */
export function readAnswer(message: unknown): Answer | undefined {
  if (!isObject(message) || message.type !== ANSWER || typeof message.round !== 'number') return undefined
  const metrics = Array.isArray(message.metrics) ? message.metrics.filter(isMetric) : []
  return { type: ANSWER, round: message.round, metrics }
}

function isMetric(value: unknown): value is WorkerMetric {
  if (!isObject(value)) return false
  const texts = [value.name, value.help, value.type]
  return (
    texts.every((each) => typeof each === 'string') &&
    Array.isArray(value.values) &&
    value.values.every(isValue)
  )
}

function isValue(value: unknown): value is RegistryValue {
  return (
    isObject(value) && Number.isFinite(value.value) && (value.labels === undefined || isObject(value.labels))
  )
}
