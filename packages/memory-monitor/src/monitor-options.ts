import {
  bytes,
  callback,
  custom,
  having,
  type Logger,
  milliseconds,
  number,
  type OnError,
  outOfRange,
  resolveOptions,
  wrongType,
} from '@plimsoll/core'
import { LEAK_KINDS, type LeakKind } from './leak-kind.js'

export interface MemoryMonitorOptions {
  /**
   * Milliseconds over which a trend must hold before it is believed. Every cadence follows from it: longer is
   * surer, finds slower leaks, and costs less. 20 000 is for tests.
   *
   * @default 600000
   */
  readonly observationMs?: number
  /** The quantities that are watched. @default all */
  readonly kinds?: readonly LeakKind[]
  /**
   * When allocations are sampled, which is what names the code: while something is suspected, all the time, or never.
   * Sampling costs less than a percent of a core; reading it pauses for a full collection.
   *
   * @default 'on-suspicion'
   */
  readonly profile?: 'on-suspicion' | 'always' | false
  /**
   * Growth below this many bytes while it is looked at is no leak. Of native memory 8 MiB at least: allocators keep
   * what was freed.
   *
   * @default 1048576
   */
  readonly minGrowthBytes?: number
  /**
   * A leak that takes longer than this to reach the limit is only suspected. Unless this is set, one that adds a fifth
   * to what was there while it is looked at is told all the same.
   *
   * @default 86400
   */
  readonly horizonSeconds?: number
  /**
   * Two snapshots of the heap when a leak has become likely, to tell who holds what leaks. Each pauses for some 5 µs
   * for each object; there is none where the pause would be longer than `maxPauseMs`, the memory is not there, or the
   * process is late. Unless this is set they are taken only for a leak of bytes of which who allocates tells little,
   * only where each pauses for less than a second, and at most once in 24 observations. `true` takes them for every
   * leak, `false` never.
   */
  readonly retainerPaths?: RetainerPathOptions | boolean
  /** One line for each confirmed leak, and one when it turns out to be none. @default console */
  readonly logger?: Logger
  /** Is told of failures of the monitor itself; they never reach the application. @default counted only */
  readonly onError?: OnError
}

const DAY_SECONDS = 86_400
/** Growth by this share of what was there changes a process visibly. */
const MATERIAL_SHARE = 0.2

interface RetainerPathOptions {
  /** Milliseconds that each of the two snapshots may pause the process. @default 3000 */
  readonly maxPauseMs?: number
}

/** What a probe of Kubernetes waits for an answer unless told otherwise: a longer pause may get the process killed. */
const UNASKED_PAUSE_MS = 1000

/** Resolved to how long a pause may be; 0 for none; and whether it is for every leak. */
const retainerPaths = custom<{ readonly maxPauseMs: number; readonly always: boolean }>((value, option) => {
  if (value === undefined) return { maxPauseMs: UNASKED_PAUSE_MS, always: false }
  if (value === false) return { maxPauseMs: 0, always: false }
  const asked = resolveOptions(option, value === true ? {} : value, { maxPauseMs: milliseconds(3000, 1) })
  return { ...asked, always: true }
})

const kinds = custom<readonly LeakKind[]>((value, option) => {
  if (value === undefined) return LEAK_KINDS
  if (!Array.isArray(value)) throw wrongType(option, 'an array of kinds', value)
  for (const [index, kind] of (value as unknown[]).entries()) {
    if ((LEAK_KINDS as readonly unknown[]).includes(kind)) continue
    throw outOfRange(`${option}[${index}]`, `one of ${LEAK_KINDS.join(', ')}`, kind)
  }
  return [...new Set(value as LeakKind[])]
})

const profile = custom<'on-suspicion' | 'always' | false>((value, option) => {
  if (value === undefined) return 'on-suspicion'
  if (value === false || value === 'on-suspicion' || value === 'always') return value
  throw outOfRange(option, "'on-suspicion', 'always' or false", value)
})

export type ResolvedMonitorOptions = ReturnType<typeof resolveMonitorOptions>

/** Checks and completes the options of the monitor. */
export function resolveMonitorOptions(options?: MemoryMonitorOptions) {
  const resolved = resolveOptions('monitor', options, {
    observationMs: milliseconds(600_000, 5000),
    kinds,
    profile,
    minGrowthBytes: bytes(1_048_576),
    retainerPaths,
    horizonSeconds: number(undefined, { min: 1, expectation: 'a number of seconds, at least 1' }),
    logger: having<Logger>('info', 'warn', 'error'),
    onError: callback<OnError>(),
  })
  const { horizonSeconds } = resolved
  return Object.freeze({
    ...resolved,
    horizonSeconds: horizonSeconds ?? DAY_SECONDS,
    materialShare: horizonSeconds === undefined ? MATERIAL_SHARE : Number.POSITIVE_INFINITY,
  })
}
