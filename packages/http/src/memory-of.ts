import type { MemoryView } from '@plimsoll/memory-guard'
import { type Exchange, exchangeBehind } from './exchange.js'

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
  const seen = Object(request) as { readonly req?: object; readonly memory?: MemoryView }
  // A field of that name may be the application's own.
  return exchangeBehind(seen)?.memory ?? seen.memory ?? CALM
}

const accessor: PropertyDescriptor = {
  configurable: true,
  get(this: { readonly req?: object }) {
    return exchangeBehind(this)?.memory
  },
  // Whoever has a field of that name keeps it.
  set(this: object, value: unknown) {
    Object.defineProperty(this, 'memory', { value, writable: true, enumerable: true, configurable: true })
  },
}

/** Shows `memory` on something that requests inherit from. */
export function showMemory(target: object): void {
  if (!('memory' in target)) Object.defineProperty(target, 'memory', accessor)
}

/** Shows `memory` on one request: a plain field, which is a tenth of what an accessor costs. */
export function showMemoryOn({ req, memory }: Exchange): void {
  const seen = req as { memory?: MemoryView | undefined }
  if (seen.memory === undefined || seen.memory === CALM) seen.memory = memory
}
