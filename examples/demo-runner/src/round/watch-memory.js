const LOOK_MS = 50
/** A limit that nobody enforces is not passed by a little. */
const TOLERANCE = 1.1

/** Follows the memory of a server from outside; `onOver` is called once where a limit is not enforced. */
export function watchMemory({ container, pid, onOver }) {
  const watch = { usedBytes: container.usedBytes(pid), peakBytes: 0, stop: () => clearInterval(timer) }
  let over = false
  const timer = setInterval(() => {
    watch.usedBytes = container.usedBytes(pid)
    watch.peakBytes = Math.max(watch.peakBytes, watch.usedBytes)
    if (over || container.isEnforced || watch.usedBytes <= TOLERANCE * container.limitBytes) return
    over = true
    onOver()
  }, LOOK_MS)
  return watch
}
