/**
 * Calls `step` now, and again as long as it says that there is more: what takes longer than a moment goes on in the
 * next turn of the event loop, behind whatever waits there.
 */
export type InTurns = (step: () => boolean) => void

const MOMENT_MS = 1

export const inTurns: InTurns = (step) => {
  const until = performance.now() + MOMENT_MS
  do {
    if (!step()) return
  } while (performance.now() < until)
  setImmediate(inTurns, step)
}
