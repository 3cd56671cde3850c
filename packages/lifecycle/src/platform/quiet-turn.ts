/** A turn of the event loop that was shorter than this has read nothing. */
const QUIET_MS = 0.25
/** A loop that is never quiet is not waited for. */
const PATIENCE_MS = 100

/**
 * Calls back right after a turn of the event loop in which nothing arrived.
 *
 * What is closed then (a listener, an idle connection) has nothing unread in the kernel, but for what came within
 * the last fraction of a millisecond. Closed from a timer instead, it would reset what arrived while the turn before
 * was busy.
 */
export function quietTurn(callback: () => void): void {
  const startMs = performance.now()
  let lastMs = startMs
  const look = (): void => {
    const nowMs = performance.now()
    const turnMs = nowMs - lastMs
    lastMs = nowMs
    if (turnMs < QUIET_MS || nowMs - startMs > PATIENCE_MS) callback()
    else setImmediate(look)
  }
  // Immediates run right after the poll phase: from one to the next is one whole turn.
  setImmediate(() => {
    lastMs = performance.now()
    setImmediate(look)
  })
}
