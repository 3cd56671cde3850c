import { type HeapProfile, readHeapProfile } from '../../src/index.js'

/** A function on a made-up stack: `name file:line`, where the file may be left out. */
export type BuiltFrame = string

interface RawNode {
  readonly callFrame: Record<string, unknown>
  selfSize: number
  readonly id: number
  readonly children: RawNode[]
}

/**
 * A sampling profile made by hand, as the inspector answers with it.
 *
 *     const profile = new ProfileBuilder().sample(['main app.js:1', 'leaky app.js:9'], 100, { ordinal: 1 })
 *     profile.raw()
 */
export class ProfileBuilder {
  readonly #head = rawNode('(root)', 1)
  readonly #samples: Record<string, number>[] = []
  #ids = 1

  /** Adds a live object that was allocated on this stack, outermost function first. */
  sample(stack: readonly BuiltFrame[], bytes: number, facts: { readonly ordinal?: number } = {}): this {
    let node = this.#head
    for (const frame of stack) node = this.#below(node, frame)
    node.selfSize += bytes
    this.#samples.push({ size: bytes, nodeId: node.id, ordinal: facts.ordinal ?? this.#samples.length + 1 })
    return this
  }

  raw() {
    return { head: this.#head, samples: this.#samples }
  }

  profile(): HeapProfile {
    return readHeapProfile(this.raw())
  }

  #below(parent: RawNode, frame: BuiltFrame): RawNode {
    const wanted = rawNode(frame, this.#ids + 1)
    const same = JSON.stringify(wanted.callFrame)
    const known = parent.children.find(({ callFrame }) => JSON.stringify(callFrame) === same)
    if (known !== undefined) return known
    this.#ids += 1
    parent.children.push(wanted)
    return wanted
  }
}

function rawNode(frame: BuiltFrame, id: number): RawNode {
  const [, functionName = '', url = '', line = '0'] = /^(\S*)(?: (.+):(\d+))?$/.exec(frame) ?? []
  const callFrame = { functionName, scriptId: '0', url, lineNumber: Number(line) - 1, columnNumber: -1 }
  return { callFrame, selfSize: 0, id, children: [] }
}
