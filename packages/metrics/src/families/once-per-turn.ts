/**
 * Remembers what `read` returned until the running job ends.
 *
 * A registry asks all its metrics in one go, synchronously; those that are fed from one reading share it
 * without any of them deciding for how long a reading stays good.
 */
export function oncePerTurn<T>(read: () => T): () => T {
  let kept: { readonly value: T } | undefined
  return () => {
    if (kept === undefined) {
      kept = { value: read() }
      queueMicrotask(() => {
        kept = undefined
      })
    }
    return kept.value
  }
}
