import type { Sample } from '@plimsoll/core'
import { type LeakKind, unitOf } from '../leak-kind.js'
import type { Limit } from '../trend/forecast.js'
import type { FillingTrend } from '../watch/filling.js'

/** From this share of its limit on V8 ends a program whose collections have become useless (heap.cc). */
const V8_GIVES_UP = 0.8
/** V8 counts garbage, too, and a request needs room for itself. */
const AT_THE_EARLIEST = 0.7
/** What is mapped beyond that are an application's own files, and missed by nobody. */
const MOST_PROGRAM_BYTES = 64 * 1_048_576

/** What limits are judged by, besides a sample. */
export interface LimitFacts {
  readonly container?: FillingTrend | undefined
  /** A cap of the user's own on what is resident, and how that grows. */
  readonly capBytes?: number
  readonly process?: FillingTrend | undefined
  /** What V8 has for new objects. */
  readonly youngBytes?: number
  readonly programBytes?: number
}

/** The limits that a growing quantity may reach; none where none is known. */
export function limitsOf(
  kind: LeakKind,
  value: number,
  sample: Sample,
  facts: LimitFacts = {},
): readonly Limit[] {
  const { maxDescriptors, openDescriptors: used = value, heapLimitBytes } = sample
  if (kind === 'descriptors') {
    return maxDescriptors === undefined ? [] : [sharp({ used, limit: maxDescriptors, unit: 'items' })]
  }
  if (unitOf(kind) === 'items') return []
  const outside = [...outsideOf(sample, facts), ...capOf(sample, facts)]
  return [...(kind === 'heap' ? [heapLimit(value, heapLimitBytes, facts)] : []), ...outside]
}

/** The nearest of them. */
export function limitOf(
  kind: LeakKind,
  value: number,
  sample: Sample,
  facts: LimitFacts = {},
): Limit | undefined {
  return limitsOf(kind, value, sample, facts).toSorted(
    (left, right) => left.limit - left.used - (right.limit - right.used),
  )[0]
}

/** What is new must fit beside what is held: without it each scavenge becomes a full collection, until V8 gives up. */
function heapLimit(used: number, limit: number, { youngBytes = 0 }: LimitFacts): Limit {
  const likely = Math.max(V8_GIVES_UP * limit, limit - youngBytes)
  return { used, limit, unit: 'bytes', ends: [AT_THE_EARLIEST * limit, likely, limit] }
}

function outsideOf(
  { containerUsedBytes, containerLimitBytes: limit, hostTotalBytes, hostAvailableBytes }: Sample,
  { container, programBytes = 0 }: LimitFacts,
): Limit[] {
  if (containerUsedBytes !== undefined && limit !== undefined) {
    // At the limit the kernel takes pages of the program, about half of them before nothing moves any more.
    const program = Math.min(MOST_PROGRAM_BYTES, programBytes)
    return [
      {
        used: Math.max(containerUsedBytes, container?.peakBytes ?? 0),
        limit,
        unit: 'bytes',
        ends: [limit, limit + program / 2, limit + program],
        ...(container !== undefined && { perSecond: container.perSecond }),
      },
    ]
  }
  if (hostTotalBytes === undefined || hostAvailableBytes === undefined) return []
  return [sharp({ used: hostTotalBytes - hostAvailableBytes, limit: hostTotalBytes, unit: 'bytes' })]
}

/** Whoever enforces it, at it the process is no longer what it was. */
function capOf({ rssBytes }: Sample, { capBytes, process }: LimitFacts): Limit[] {
  if (capBytes === undefined) return []
  const used = Math.max(rssBytes, process?.peakBytes ?? 0)
  return [
    {
      ...sharp({ used, limit: capBytes, unit: 'bytes' }),
      ...(process !== undefined && { perSecond: process.perSecond }),
    },
  ]
}

function sharp(limit: Omit<Limit, 'ends'>): Limit {
  return { ...limit, ends: [limit.limit, limit.limit, limit.limit] }
}
