import type { CheckStatus } from '../checks/health-check.js'
import { publicMessage } from '../reasons/public-message.js'
import { type HealthFacts, rounded } from './health-facts.js'

interface IetfCheck {
  readonly componentType: 'system' | 'component'
  readonly status: CheckStatus
  readonly observedValue?: number
  readonly observedUnit?: string
}

/** The shape of `application/health+json` (draft-inadarei-api-health-check). */
export interface IetfHealthBody {
  readonly status: CheckStatus
  readonly output?: string
  readonly checks: Readonly<Record<string, readonly IetfCheck[]>>
}

const PRESSURE_STATUS = { normal: 'pass', elevated: 'warn', critical: 'warn' } as const

/** `fail` belongs to answers from 400 on, and only to them: the draft ties the word to the status code. */
function overall({ status, statusCode }: HealthFacts): CheckStatus {
  if (statusCode >= 400) return 'fail'
  return status === 'healthy' ? 'pass' : 'warn'
}

/** Makes the IETF body from the same facts, with the same caution towards strangers. */
export function ietfBody(facts: HealthFacts, detailed: boolean): IetfHealthBody {
  const { pressure, uptimeSeconds, sample } = facts
  const memory: IetfCheck[] = [
    {
      componentType: 'system',
      observedValue: rounded(pressure.ratio),
      observedUnit: 'ratio',
      status: PRESSURE_STATUS[pressure.level],
    },
  ]
  const uptime: IetfCheck[] = [
    { componentType: 'system', observedValue: uptimeSeconds, observedUnit: 's', status: 'pass' },
  ]
  const output = facts.reasons.map((report) => (detailed ? report.message : publicMessage(report))).join('; ')
  const checks: [string, readonly IetfCheck[]][] = [
    ['memory:utilization', memory],
    ['uptime', uptime],
  ]
  if (detailed) {
    const rss: IetfCheck = {
      componentType: 'system',
      observedValue: sample.rssBytes,
      observedUnit: 'bytes',
      status: 'pass',
    }
    checks.push(['memory:rss', [rss]])
    for (const [name, { status }] of facts.checks)
      checks.push([name, [{ componentType: 'component', status }]])
  }
  return { status: overall(facts), ...(output !== '' && { output }), checks: Object.fromEntries(checks) }
}
