/**
 * Each sample takes 5 to 10 µs, and one that stays is read again with every look: so many a second show a leak of a
 * hundredth of what is allocated within half a minute.
 */
const SAMPLES_A_SECOND = 600
const SMALLEST_BYTES = 2048
const LARGEST_BYTES = 524_288

/** How many bytes lie between two sampled allocations, so that sampling costs the same whatever the program does. */
export function samplingInterval(allocatedPerSecond: number): number {
  const interval = allocatedPerSecond / SAMPLES_A_SECOND
  return Math.round(Math.min(LARGEST_BYTES, Math.max(SMALLEST_BYTES, interval)))
}
