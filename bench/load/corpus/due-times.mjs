const DAYS = 5 // that the load of a case with the pattern `diurnal` lasts
const DEFAULT_STRETCH_SECONDS = 75

/**
 * When each request of a case leaves, in ms after the first.
 * @param load the case's: `requests` and `pattern`
 * @param stretchSeconds over which the case's requests are spread; that makes the rate
 * @param seconds how long it goes on at that rate; without it until the case's requests have all been sent
 * @param pattern `step` doubles the load half way; by default the case's own
 * @param arrivals `even`, or `poisson` for gaps as strangers make them
 */
export function* dueTimes(
  load,
  {
    stretchSeconds = DEFAULT_STRETCH_SECONDS,
    seconds,
    rateFactor = 1,
    pattern = load.pattern,
    arrivals = 'even',
    random,
  },
) {
  const requests = load.requests * rateFactor
  const rate = requests / stretchSeconds
  const endMs = 1000 * (seconds ?? (pattern === 'step' ? stretchSeconds : Number.POSITIVE_INFINITY))
  const count = seconds === undefined && pattern !== 'step' ? requests : Number.POSITIVE_INFINITY
  let at = 0
  for (let i = 0; i < count && at < endMs; i++) {
    yield at
    const now = rate * shape(pattern, { progress: at / endMs, day: ((i / requests) * DAYS) % 1 })
    at += ((arrivals === 'poisson' ? -Math.log(1 - random()) : 1) * 1000) / now
  }
}

function shape(pattern, { progress, day }) {
  if (pattern === 'step') return progress < 0.5 ? 1 : 2
  if (pattern === 'diurnal') return 0.25 + 1.5 * Math.sin(Math.PI * day) ** 2
  return 1
}
