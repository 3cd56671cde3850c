import type { CallTree } from './call-tree.js'
import type { HeapFrame } from './heap-frame.js'

/** Marks with 1 the nodes that such a function calls, itself or through others. */
export function ignoredNodes(tree: CallTree, ignore: (frame: HeapFrame) => boolean): Uint8Array {
  const frames = tree.frames.map(ignore)
  const ignored = new Uint8Array(tree.size)
  for (let node = 1; node < tree.size; node += 1) {
    ignored[node] = frames[tree.frameId(node)] ? 1 : (ignored[tree.parent(node)] as number)
  }
  return ignored
}
