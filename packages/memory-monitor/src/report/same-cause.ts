import { bytesText } from '@plimsoll/core'
import type { LeakKind } from '../leak-kind.js'
import type { LeakReport } from './leak-report.js'

const SHORT: Readonly<Record<LeakKind, string>> = {
  heap: 'the heap',
  external: 'memory outside of the heap',
  native: 'native memory',
  handles: 'handles',
  descriptors: 'descriptors',
  listeners: 'listeners',
}

/** Reports that blame the same place in the code first: one cause, seen in several quantities. */
export function byCause(reports: readonly LeakReport[]): readonly (readonly LeakReport[])[] {
  const causes = new Map<string, LeakReport[]>()
  for (const report of reports) {
    const cause = causeOf(report)
    causes.set(cause, [...(causes.get(cause) ?? []), report])
  }
  return [...causes.values()]
}

function causeOf({ kind, suspects: [first] }: LeakReport): string {
  const { functionName, file, line } = first ?? {}
  return file === undefined ? kind : `${functionName} ${file}:${line}`
}

/** One line for all of them: what the first says, and where else it shows. */
export function lineOf([first, ...others]: readonly LeakReport[]): string {
  const message = first?.message ?? ''
  if (others.length === 0) return message
  const shows = others.map(({ kind, growth: { perSecond, unit } }) => {
    const each = unit === 'bytes' ? bytesText(60 * perSecond) : Number((60 * perSecond).toPrecision(2))
    return `${SHORT[kind]} (${each} a minute)`
  })
  return `${message} It shows in ${shows.join(' and ')} as well.`
}
