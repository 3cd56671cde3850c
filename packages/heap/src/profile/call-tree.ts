import { frameKey, type HeapFrame } from './heap-frame.js'

/** The root of every tree. What is allocated below no function is its own. */
export const ROOT = 0

const ROOT_FRAME: HeapFrame = { functionName: '(root)', file: '', line: 0, column: 0 }

/**
 * The stacks of a profile, each node one function called from its parent. A parent comes before its children, so
 * that what is known of the callers can be handed down in one pass.
 */
export interface CallTree {
  readonly size: number
  /** The functions, each once. */
  readonly frames: readonly HeapFrame[]
  parent(node: number): number
  /** Index into `frames`. */
  frameId(node: number): number
  frame(node: number): HeapFrame
  /** From the innermost function outwards, without the root; at most `limit` of them. */
  stack(node: number, limit?: number): HeapFrame[]
}

/** Grows a tree in which equal stacks are one node, whichever profile they came from. */
export class CallTreeBuilder implements CallTree {
  readonly frames: HeapFrame[] = [ROOT_FRAME]
  readonly #frameIds = new Map<string, number>()
  readonly #frameOf: number[] = [ROOT]
  readonly #parents: number[] = [ROOT]
  readonly #children = new Map<string, number>()

  get size(): number {
    return this.#parents.length
  }

  /** The callee's node below its caller's; made when it is new. */
  child(parent: number, frame: HeapFrame): number {
    const frameId = this.#intern(frame)
    const key = `${parent}:${frameId}`
    const known = this.#children.get(key)
    if (known !== undefined) return known
    const node = this.#parents.push(parent) - 1
    this.#frameOf.push(frameId)
    this.#children.set(key, node)
    return node
  }

  parent(node: number): number {
    return this.#parents[node] as number
  }

  frameId(node: number): number {
    return this.#frameOf[node] as number
  }

  frame(node: number): HeapFrame {
    return this.frames[this.frameId(node)] as HeapFrame
  }

  stack(node: number, limit = Number.POSITIVE_INFINITY): HeapFrame[] {
    const stack: HeapFrame[] = []
    for (let at = node; at !== ROOT && stack.length < limit; at = this.parent(at)) stack.push(this.frame(at))
    return stack
  }

  #intern(frame: HeapFrame): number {
    const key = frameKey(frame)
    const known = this.#frameIds.get(key)
    if (known !== undefined) return known
    const id = this.frames.push(frame) - 1
    this.#frameIds.set(key, id)
    return id
  }
}
