/** What became of requests. A status of 0 is a request that was not answered. */
export class Tally {
  sent = 0
  admitted = 0
  shed = 0
  failed = 0
  latenciesMs = []

  count(status, latencyMs) {
    this.sent += 1
    if (status === 200) {
      this.admitted += 1
      this.latenciesMs.push(latencyMs)
    } else if (status === 503) {
      this.shed += 1
    } else {
      this.failed += 1
    }
  }
}

/** Nearest rank; `undefined` of nothing. */
export function percentile(values, ratio) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(ratio * sorted.length) - 1)]
}
