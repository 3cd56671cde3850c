import type { LeakSummary, Pressure, Sample } from '@plimsoll/core'
import type { CheckStatus } from '../checks/health-check.js'
import type { HealthStatus } from '../health-status.js'
import { publicMessage } from '../reasons/public-message.js'
import { type HealthFacts, type Note, rounded } from './health-facts.js'

type MemoryField =
  | 'rssBytes'
  | 'heapUsedBytes'
  | 'heapLimitBytes'
  | 'liveHeapBytes'
  | 'externalBytes'
  | 'containerUsedBytes'
  | 'containerLimitBytes'
  | 'hostAvailableBytes'

/** How near the process is to a limit; the bytes only for those who may see details. */
export interface HealthMemory extends Partial<Pick<Sample, MemoryField>> {
  readonly pressure: Pressure['level']
  readonly ratio: number
  readonly signal: Pressure['signal']
}

/** What `GET /health` answers. */
export interface HealthBody {
  readonly status: HealthStatus
  readonly reasons: readonly { readonly code: string; readonly message: string }[]
  readonly uptimeSeconds: number
  readonly memory: HealthMemory
  /** With details, while a leak is confirmed. */
  readonly leak?: LeakSummary
  /** With details, when there are checks. */
  readonly checks?: Readonly<Record<string, { readonly status: CheckStatus }>>
  /** With details, when there is something to know about the figures. */
  readonly notes?: readonly Note[]
}

/** Makes the body; without `detailed` it holds nothing that a stranger should not read. */
export function healthBody(facts: HealthFacts, detailed: boolean): HealthBody {
  const { level, ratio, signal } = facts.pressure
  const body: HealthBody = {
    status: facts.status,
    reasons: facts.reasons.map((report) => ({
      code: report.code,
      message: detailed ? report.message : publicMessage(report),
    })),
    uptimeSeconds: facts.uptimeSeconds,
    memory: { pressure: level, ratio: rounded(ratio), signal },
  }
  return detailed ? { ...body, ...details(facts), memory: { ...body.memory, ...bytes(facts.sample) } } : body
}

function details(facts: HealthFacts): Pick<HealthBody, 'leak' | 'checks' | 'notes'> {
  const leak = facts.reasons.find((report) => report.leak !== undefined)?.leak
  const { checks, notes } = facts
  return {
    ...(leak !== undefined && { leak: { ...leak } }),
    ...(checks.size > 0 && {
      checks: Object.fromEntries([...checks].map(([name, { status }]) => [name, { status }])),
    }),
    ...(notes.length > 0 && { notes: notes.map(({ code, message }) => ({ code, message })) }),
  }
}

/** Fields that this machine does not have stay away. */
function bytes(sample: Sample): Partial<Pick<Sample, MemoryField>> {
  const { rssBytes, heapUsedBytes, heapLimitBytes, liveHeapBytes, externalBytes } = sample
  const { containerUsedBytes, containerLimitBytes, hostAvailableBytes } = sample
  return {
    rssBytes,
    heapUsedBytes,
    heapLimitBytes,
    externalBytes,
    ...(liveHeapBytes !== undefined && { liveHeapBytes }),
    ...(containerUsedBytes !== undefined && { containerUsedBytes }),
    ...(containerLimitBytes !== undefined && { containerLimitBytes }),
    ...(hostAvailableBytes !== undefined && { hostAvailableBytes }),
  }
}
