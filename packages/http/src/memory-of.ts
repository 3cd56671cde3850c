import type { MemoryView } from '@plimsoll/memory-guard'

/** What is shown where nobody guards. */
export const CALM: MemoryView = Object.freeze({
  pressure: 'normal',
  isCritical: false,
  ratio: 0,
  signal: 'none',
})

/**
 * What a handler sees of memory, without augmenting the framework's types. `normal` where no guard is
 * mounted, so that a handler need not ask twice.
 */
export function memoryOf(request: object): MemoryView {
  return (request as { memory?: MemoryView }).memory ?? CALM
}

/** Shows memory to the handlers of a request. Nobody's calm hides what a guard has shown before. */
export function showMemory(request: object, memory: MemoryView | undefined): void {
  const shown = request as { memory?: MemoryView }
  if (memory !== undefined && (memory !== CALM || shown.memory === undefined)) shown.memory = memory
}
