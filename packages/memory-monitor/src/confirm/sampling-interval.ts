/** Each sample takes 5 to 10 µs: so many a second are less than a percent of a core. */
const SAMPLES_A_SECOND = 1000
const SMALLEST_BYTES = 1024
const LARGEST_BYTES = 524_288

/** How many bytes lie between two sampled allocations, so that sampling costs the same whatever the program does. */
export function samplingInterval(allocatedPerSecond: number): number {
  const interval = allocatedPerSecond / SAMPLES_A_SECOND
  return Math.round(Math.min(LARGEST_BYTES, Math.max(SMALLEST_BYTES, interval)))
}
