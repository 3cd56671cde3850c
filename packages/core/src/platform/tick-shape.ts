import { executionAsyncResource } from 'node:async_hooks'

const kept: object[] = []

/**
 * Keeps one of the objects alive that `process.nextTick` makes, once for each thread.
 *
 * V8 forgets the shape of objects of which none is alive at a collection, and never again makes a literal with
 * computed keys fast whose shape it forgot. Node makes such a literal for each `process.nextTick`: after a
 * collection in a quiet moment, the program's own or one of ours, it takes five times as long for as long as the
 * process lives, and a request makes half a dozen of them. See docs/decisions/tick-shape.md.
 */
export function keepTickShape(): void {
  if (kept.length > 0) return
  process.nextTick(() => {
    const tick = executionAsyncResource()
    if (kept.push(tick) === 1) forgetContext(tick)
  })
}

/** What was current when it was made (the stores of an `AsyncLocalStorage`) is nobody's to keep. */
function forgetContext(tick: object): void {
  const fields = tick as Record<symbol, unknown>
  for (const key of Object.getOwnPropertySymbols(tick))
    if (typeof fields[key] === 'object') fields[key] = undefined
}
