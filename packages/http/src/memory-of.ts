import type { MemoryView } from '@plimsoll/memory-guard'

const CALM: MemoryView = Object.freeze({ pressure: 'normal', isCritical: false, ratio: 0, signal: 'none' })

/**
 * What a handler sees of memory, without augmenting the framework's types. `normal` where no guard is
 * mounted, so that a handler need not ask twice.
 */
export function memoryOf(request: object): MemoryView {
  return (request as { memory?: MemoryView }).memory ?? CALM
}
