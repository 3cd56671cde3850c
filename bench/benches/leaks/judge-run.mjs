import { naming } from './naming.mjs'

const KIND_OF = { heap: 'heap', external: 'external', rss: 'native', fd: 'descriptors', handles: 'handles' }

/** What one run of one case comes to. Times are seconds after the load began. */
export function judgeRun(subject, { events, begunAt, load, fate, endedAt, output }) {
  const all = (type) => events.filter((event) => event.type === type)
  const seconds = (event) => event && (event.at - begunAt) / 1000
  const leaks = all('leak')
  const reports = leaks.map(({ report }) => report)
  const final = all('final')[0]
  const { collections } = final ?? {}
  const told = (event) => ({
    seconds: seconds(event),
    kind: event.report?.kinds?.join('+') ?? event.report?.kind,
  })
  return {
    case: subject.name,
    leaky: subject.leaky,
    wantedKind: subject.leaky ? KIND_OF[subject.kind] : undefined,
    fate,
    livedSeconds: endedAt && (endedAt - begunAt) / 1000,
    output: fate === 'alive' ? undefined : output.slice(-2000),
    confirmed: leaks.length > 0,
    leakSeconds: seconds(leaks[0]),
    kinds: [...new Set(reports.map(({ kind }) => kind))],
    named: subject.leaky && leaks.length > 0 ? naming(reports.slice(0, 1), subject) : undefined,
    namedAtLast: subject.leaky && leaks.length > 0 ? naming(reports, subject) : undefined, // by any report
    suspect: reports[0]?.suspects?.[0],
    forecast: reports[0]?.forecast,
    suspicions: all('suspicion').map(told),
    retractions: all('retraction').map(told),
    finalState: final?.state,
    memwatchSeconds: seconds(all('memwatch')[0]),
    cost: collections && {
      ...collections,
      share: collections.pausesMs / collections.runMs,
    },
    load,
    leaks: leaks.map((event) => ({ seconds: seconds(event), ...event.report })),
    finalReport: final?.report,
  }
}

/** One word for how a run ended. */
export function verdictOf({ leaky, confirmed, fate, finalState }) {
  if (fate === 'alive' && !finalState) return 'not watched'
  if (fate !== 'alive') return confirmed ? `confirmed, then ${fate}` : fate
  if (leaky) return confirmed ? 'confirmed' : 'MISSED'
  return confirmed ? 'FALSE ALARM' : 'silent'
}
