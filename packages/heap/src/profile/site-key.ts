import type { GroupBy, IsSite } from './group-nodes.js'
import { frameKey, type HeapFrame } from './heap-frame.js'

/** What a site is known by in another profile. */
export function siteKey(
  { frame, stack }: { readonly frame: HeapFrame; readonly stack: readonly HeapFrame[] },
  by: GroupBy | IsSite,
): string {
  return by === 'stack' ? stack.map(frameKey).join('\n') : frameKey(frame)
}
