import type { Reading } from '../reading.js'
import type { Sample } from '../sample.js'

/** A reading whose values a test writes. */
export interface ScriptedReadings extends Reading {
  /** Changes some of the fields; `undefined` takes one away. */
  set(fields: Partial<{ -readonly [K in keyof Sample]: Sample[K] | undefined }>): void
  /** Every read throws this, until `heal()`. */
  failWith(error: unknown): void
  heal(): void
  /** How often it was read. */
  readonly reads: number
  readonly closed: boolean
}

/** Makes a reading for tests out of the fields that it is to fill in. */
export function createScriptedReadings(
  initial: Parameters<ScriptedReadings['set']>[0] = {},
  source = 'scripted',
): ScriptedReadings {
  const fields = { ...initial }
  let failure: { readonly error: unknown } | undefined
  let reads = 0
  let closed = false
  return {
    source,
    read(draft) {
      reads += 1
      if (failure !== undefined) throw failure.error
      Object.assign(draft, fields)
    },
    set(changes) {
      Object.assign(fields, changes)
    },
    failWith(error) {
      failure = { error }
    },
    heal() {
      failure = undefined
    },
    get reads() {
      return reads
    },
    get closed() {
      return closed
    },
    close() {
      closed = true
    },
  }
}
