/**
 * When which request leaves, in milliseconds from the start. `phases` are `{ name, seconds, rates }` with the
 * requests a second of each path, evenly spaced.
 */
export function timetable(phases) {
  const departures = []
  let startMs = 0
  for (const { name, seconds, rates } of phases) {
    for (const [path, rate] of Object.entries(rates)) {
      const count = Math.round(rate * seconds)
      for (let i = 0; i < count; i += 1) {
        departures.push({ atMs: startMs + ((i + 0.5) * 1000) / rate, path, phase: name })
      }
    }
    startMs += seconds * 1000
  }
  return departures.sort((a, b) => a.atMs - b.atMs)
}
