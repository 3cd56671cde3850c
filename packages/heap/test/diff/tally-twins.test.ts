import fc from 'fast-check'
import type { IdSet } from '../../src/diff/id-set.js'
import { idsByKernel, type TallySource, tallyByKernel, tallyBytes } from '../../src/diff/kernel-tally.js'
import { idsOf, type NodeTally, tallyNodes } from '../../src/diff/tally-nodes.js'
import type { Kernel } from '../../src/kernel/kernel.js'
import { createWasmKernel } from '../../src/kernel/wasm-kernel.js'
import { NODE_KINDS } from '../../src/parse/kinds.js'

const WIDE = 0xffffffff

interface MadeNode {
  readonly kind: number
  readonly name: number
  readonly id: number
  readonly size: number
}

/** Beyond 16 bits for each of so few nodes the kernel has no room for their bits. */
const id = fc.oneof(fc.nat(400), fc.nat(2_000_000), fc.constant(WIDE))
const node: fc.Arbitrary<MadeNode> = fc.record({
  kind: fc.nat(NODE_KINDS.length - 1),
  name: fc.nat(40),
  id: fc.oneof({ weight: 8, arbitrary: fc.nat(400) }, id),
  size: fc.oneof(fc.nat(100), fc.constant(WIDE)),
})

function made(nodes: readonly MadeNode[]): TallySource {
  const kernel = createWasmKernel(17 * nodes.length + tallyBytes(nodes.length) + 65_536) as Kernel
  const { arena } = kernel
  const column = (field: keyof MadeNode): Uint32Array => {
    const filled = arena.uint32(nodes.length)
    filled.set(nodes.map((each) => each[field]))
    return filled
  }
  const nodeKinds = arena.uint8(nodes.length)
  nodeKinds.set(nodes.map(({ kind }, row) => kind | ((row % 3) << 5)))
  return {
    kernel,
    nameCount: 41,
    nodes: {
      nodeCount: nodes.length,
      nodeKinds,
      nodeNames: column('name'),
      nodeIds: column('id'),
      nodeSizes: column('size'),
      wideSizes: new Map(nodes.flatMap(({ size }, row) => (size === WIDE ? [[row, 2 ** 33 + row]] : []))),
    },
  }
}

function told({ slots, ...tally }: NodeTally): unknown {
  const numbers = Array.from({ length: slots.count }, (_, slot) => slot)
  const { nodeCount, totalBytes, outOfSequence } = tally
  return {
    ...{ nodeCount, totalBytes, outOfSequence },
    names: numbers.map((slot) => slots.nameIndex(slot)),
    classes: numbers.map((slot) => slots.className(slot, `string ${slots.nameIndex(slot)}`)),
    sums: numbers.map((slot) =>
      [tally.counts, tally.bytes, tally.untraced, tally.newcomers].map((column) => column[slot]),
    ),
  }
}

function toldIds({ words, count, maxId }: IdSet): unknown {
  return {
    count,
    maxId,
    length: words.length,
    set: [...words].flatMap((word, at) => (word ? [[at, word]] : [])),
  }
}

test('both kernels count the same classes, and the same objects as new', () => {
  fc.assert(
    fc.property(
      fc.array(node, { maxLength: 60 }),
      fc.option(fc.array(fc.nat(400), { maxLength: 40 })),
      (nodes, before) => {
        const source = made(nodes)
        const ids = Uint32Array.from(before ?? [])
        const earlier = before === null ? undefined : idsOf({ nodeCount: ids.length, nodeIds: ids })
        expect(told(tallyByKernel(source, earlier))).toEqual(told(tallyNodes(source.nodes, earlier)))
        expect(toldIds(idsByKernel(source))).toEqual(toldIds(idsOf(source.nodes)))
      },
    ),
  )
})

test('more classes than there is room for are counted all the same', () => {
  const nodes = Array.from({ length: 10_000 }, (_, row) => ({ kind: 3, name: row, id: 2 * row + 1, size: 8 }))
  const source = { ...made(nodes), nameCount: nodes.length }
  expect(tallyByKernel(source).slots.count).toBe(NODE_KINDS.length + 10_000)
})
