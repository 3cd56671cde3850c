/**
 * Compares the last forecast made before half of a process's life was over with when it really ended.
 * Where several quantities run out, the first to do so is what was forecast.
 */
export function judgeForecast({ events, begunAt, ...end }) {
  const { fate, endedAt } = endOf(end)
  const leak = events.find(({ type }) => type === 'leak')
  const livedMs = endedAt === undefined ? undefined : endedAt - begunAt
  return {
    fate,
    livedSeconds: livedMs && livedMs / 1000,
    leakSeconds: leak && (leak.at - begunAt) / 1000,
    halfWay: livedMs && lastForecast(events, begunAt + livedMs / 2, begunAt, endedAt),
    forecasts: events
      .filter(({ type }) => type === 'report')
      .map(({ at, report }) => ({ atSeconds: (at - begunAt) / 1000, ...soonest(report) })),
  }
}

/**
 * Where the program's own pages are charged to the container, the kernel takes them rather than kill, and a process
 * can come to a standstill that is no death: it ended with its last answer.
 */
function endOf({ fate, endedAt, load }) {
  return load.gaveUp && fate === 'alive'
    ? { fate: 'standstill', endedAt: load.lastAnswerAt }
    : { fate, endedAt }
}

function lastForecast(events, until, begunAt, endedAt) {
  for (const { at, report } of events.filter(({ type, at }) => type === 'report' && at <= until).reverse()) {
    const forecast = soonest(report)
    if (!forecast) continue
    const truth = (endedAt - at) / 1000
    return {
      ...forecast,
      atSeconds: (at - begunAt) / 1000,
      truth,
      error: forecast.secondsToLimit / truth - 1,
      covered: forecast.low <= truth && truth <= forecast.high,
    }
  }
  return undefined
}

const soonest = (report) => forecastsOf(report).sort((a, b) => a.secondsToLimit - b.secondsToLimit)[0]

const forecastsOf = (report) => [report?.leaks ?? report].flat().flatMap((leak) => leak?.forecast ?? [])
