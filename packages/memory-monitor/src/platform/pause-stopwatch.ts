/** Begins to measure a pause; the function that it returns tells its length so far in milliseconds. */
export type PauseStopwatch = () => () => number

/**
 * The time that passed, or the CPU time that the process used in it where that is less: on a machine without a core
 * to spare, waiting for one is no cost of ours.
 */
export const pauseStopwatch: PauseStopwatch = () => {
  const startMs = performance.now()
  const before = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(before)
    return Math.min(performance.now() - startMs, (user + system) / 1000)
  }
}
