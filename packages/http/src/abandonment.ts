/**
 * Closes what nobody can close any more.
 *
 * A suite that a hot reload or a test drops without `close()` would keep its timer for ever. What is watched
 * is the middleware that the user holds; what closes it must not refer to it.
 */
const registry = new FinalizationRegistry<() => void>((close) => close())

/** Calls `close` when `held` has been collected, unless it was `settled` before. */
export function closeWhenAbandoned(held: object, close: () => void): { settled(): void } {
  const token = {}
  registry.register(held, close, token)
  return { settled: () => registry.unregister(token) }
}
