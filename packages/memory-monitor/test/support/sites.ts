import type { Generations, SiteGenerations } from '@plimsoll/heap/profile'

export interface MadeSite {
  readonly functionName?: string
  readonly file?: string
  readonly line?: number
  readonly bytes?: number
  /** Whether it surely holds on to what it allocates. */
  readonly isCertain?: boolean
  /** Of ten epochs, in how many of the first it allocated something. */
  readonly epochs?: number
  /** In arrays and tables, look by look. */
  readonly stores?: readonly number[]
  /** Functions of the engine that it called, which allocated: the innermost first. */
  readonly within?: readonly string[]
  /** Of the functions that called it, `function file:line`. */
  readonly callers?: readonly string[]
}

/** What a profile tells of places that keep what they allocate. */
export function generationsOf(...sites: readonly MadeSite[]): Generations {
  const survival = { settledBytes: 0, survivingBytes: 0, survivingSamples: 0 }
  const told = sites.map(siteOf)
  const mark = (look: number) => ({ atMs: 1000 * look, requests: 100 * look })
  const epochs = Array.from({ length: 10 }, (_, look) => ({
    ...{ from: mark(look), to: mark(look + 1) },
    ...{ bornBytes: 0, settledBytes: 0, liveBytes: 0, liveSamples: 0 },
  }))
  return { profiles: 10, restarts: 0, liveBytes: 0, survival, epochs, sites: told }
}

function siteOf(made: MadeSite): SiteGenerations {
  const {
    functionName = 'work',
    file = '/app/server.js',
    line = 10,
    bytes = 1000,
    isCertain = true,
    epochs = 10,
  } = made
  const frame = { functionName, file, line, column: 1 }
  const callers = (made.callers ?? []).map((text) => {
    const [, name = '', where = '', at = '0'] = /^(\S*) (.*):(\d+)$/.exec(text) ?? []
    return { functionName: name, file: where, line: Number(at), column: 1 }
  })
  return {
    frame,
    stack: [
      ...(made.within ?? []).map((name) => ({ functionName: name, file: '', line: 0, column: 0 })),
      ...[frame, ...callers],
    ],
    liveBytes: bytes,
    shareRatio: 0,
    storeBytes: made.stores ?? [],
    epochBytes: Array.from({ length: 10 }, (_, epoch) => (epoch < epochs ? bytes / epochs : 0)),
    survival: {
      settledBytes: bytes,
      survivingBytes: bytes,
      survivingSamples: isCertain ? 40 : 8,
      retentionRatio: isCertain ? 1 : 0.6,
      heldEpochsRatio: epochs / 10,
      lateOverEarlyRatio: epochs === 10 ? 1 : 0,
    },
  }
}
