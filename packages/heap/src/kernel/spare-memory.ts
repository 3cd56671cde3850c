import { PAGE_BYTES, type WebAssemblyMemory } from './web-assembly.js'

/**
 * The memory of the last kernel that is done with it. V8 gives such a memory back only when it collects garbage; who
 * reads one snapshot after the other would have two at a time. Weak, so that nothing is kept for good.
 */
let spare: WeakRef<WebAssemblyMemory> | undefined

export function keepSpare(memory: WebAssemblyMemory): void {
  spare = new WeakRef(memory)
}

/** The spare memory, grown to so many pages where it is smaller; `undefined` when there is none, or it cannot grow. */
export function takeSpare(pages: number): WebAssemblyMemory | undefined {
  const memory = spare?.deref()
  spare = undefined
  if (memory === undefined) return undefined
  const missing = pages - memory.buffer.byteLength / PAGE_BYTES
  try {
    if (missing > 0) memory.grow(missing)
    return memory
  } catch {
    return undefined
  }
}
