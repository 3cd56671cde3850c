/**
 * Closes what nobody can close any more.
 *
 * A suite that a hot reload or a test drops without `close()` would keep its timer for ever. What is watched
 * is the middleware that the user holds; what is left to close must not refer to it. An object rather than a
 * function: closures of one scope share their variables, and one of them may hold the middleware.
 */
const registry = new FinalizationRegistry<{ close(): void }>((rest) => rest.close())

/** Closes `rest` when `held` has been collected, unless it was `settled` before. */
export function closeWhenAbandoned(held: object, rest: { close(): void }): { settled(): void } {
  const token = {}
  registry.register(held, rest, token)
  return { settled: () => registry.unregister(token) }
}
