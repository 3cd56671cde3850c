import fc from 'fast-check'
import { diffSnapshots, openSnapshot } from '../../src/index.js'
import { SnapshotBuilder, type SnapshotStyle } from '../support/snapshot-builder.js'
import { withFile } from '../support/snapshot-file.js'
import { streamOf } from './made-heap.js'

interface Made {
  readonly kind: string
  readonly name: string
  readonly id: number
  readonly size: number
}

function snapshot(nodes: readonly Made[], style: SnapshotStyle = 'node24'): Buffer {
  const builder = new SnapshotBuilder()
  builder.node('synthetic', '', { id: 1 })
  for (const { kind, name, ...facts } of nodes) builder.node(kind, name, facts)
  return builder.bytes(style)
}

const leaky = (id: number, size = 24): Made => ({ kind: 'object', name: 'Leaky', id, size })

describe('difference by class', () => {
  test('counts what came, what went and what that makes', async () => {
    const before = snapshot([leaky(3), leaky(5), { kind: 'string', name: 'secret', id: 7, size: 16 }])
    const after = snapshot([
      leaky(5),
      leaky(9, 40),
      leaky(11),
      { kind: 'closure', name: 'f', id: 13, size: 64 },
    ])
    const diff = await diffSnapshots(streamOf(before), streamOf(after))
    expect(diff).toEqual({
      before: { nodes: 4, bytes: 64 },
      after: { nodes: 5, bytes: 152 },
      inSequence: true,
      change: {
        bytes: 88,
        nodes: 1,
        allocatedNodes: 3,
        freedNodes: 2,
        classes: [
          { name: 'Function', bytes: 64, count: 1, added: 1, removed: 0 },
          { name: 'Leaky', bytes: 40, count: 1, added: 2, removed: 1 },
          { name: '(string)', bytes: -16, count: -1, added: 0, removed: 1 },
        ],
      },
    })
  })

  test('native objects are compared by number: their ids mean nothing in another snapshot', async () => {
    const native = (id: number): Made => ({ kind: 'native', name: 'Node / TCP', id, size: 8 })
    const before = snapshot([native(1_252_880_992), native(44)])
    const after = snapshot([native(3_000_000_002), native(66), native(88)])
    const { change } = await diffSnapshots(streamOf(before), streamOf(after))
    expect(change.classes).toEqual([{ name: 'Node / TCP', bytes: 8, count: 1, added: 1, removed: 0 }])
  })

  test('sizes beyond 32 bits are counted in full', async () => {
    const buffer = { kind: 'native', name: 'Store', id: 2, size: 5_000_000_000 }
    const { after, change } = await diffSnapshots(streamOf(snapshot([])), streamOf(snapshot([buffer])))
    expect([after.bytes, change.bytes]).toEqual([5_000_000_000, 5_000_000_000])
  })

  test('an object whose class was named anew counts for both classes', async () => {
    const before = snapshot([leaky(3), leaky(5)])
    const after = snapshot([leaky(3), { ...leaky(5), name: 'Renamed' }])
    const { change } = await diffSnapshots(streamOf(before), streamOf(after))
    expect(change.classes).toEqual([
      { name: 'Renamed', bytes: 24, count: 1, added: 1, removed: 0 },
      { name: 'Leaky', bytes: -24, count: -1, added: 0, removed: 1 },
    ])
  })

  test('a file, a stream and an open snapshot tell the same', async () => {
    const before = snapshot([leaky(3), leaky(5)], 'node20')
    const after = snapshot([leaky(5), leaky(9), { kind: 'string', name: 'x', id: 13, size: 8 }])
    await withFile(before, (earlier) =>
      withFile(after, async (later) => {
        const expected = await diffSnapshots(streamOf(before), streamOf(after))
        expect(await diffSnapshots(earlier, later)).toEqual(expected)
        const [first, second] = [await openSnapshot(earlier), await openSnapshot(later)]
        expect(await diffSnapshots(first, second)).toEqual(expected)
        // What was open stays open.
        expect(second.nodeCount).toBe(4)
        for (const each of [first, second]) each.close()
      }),
    )
  })

  test('agrees with a comparison object by object, whatever there was', async () => {
    const node = fc.record({
      kind: fc.constantFrom('object', 'string', 'closure', 'native'),
      name: fc.constantFrom('A', 'B', 'C'),
      size: fc.nat(1000),
      isThere: fc.constantFrom('before', 'after', 'both'),
    })
    const heaps = fc.array(node, { maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(heaps, fc.constantFrom<SnapshotStyle>('node20', 'node24'), async (made, style) => {
        const nodes = made.map((each, at) => ({ ...each, id: 3 + at * 2 + (each.kind === 'native' ? 1 : 0) }))
        const before = nodes.filter(({ isThere }) => isThere !== 'after')
        const after = nodes.filter(({ isThere }) => isThere !== 'before')
        const { change } = await diffSnapshots(
          streamOf(snapshot(before, style)),
          streamOf(snapshot(after, style)),
        )
        for (const each of change.classes) {
          const ofClass = (node: Made): boolean => classOf(node) === each.name
          const gone = before.filter((one) => ofClass(one) && !after.includes(one)).length
          const come = after.filter((one) => ofClass(one) && !before.includes(one)).length
          expect(each.count).toBe(come - gone)
          if (['A', 'B', 'C'].includes(each.name)) continue
          expect([each.added, each.removed]).toEqual([come, gone])
        }
        expect(change.allocatedNodes - change.freedNodes).toBe(change.nodes)
        expect(change.classes.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(change.bytes)
      }),
      { numRuns: 60 },
    )
  })
})

describe('two snapshots that do not belong together', () => {
  const ids = (from: number, count: number): Made[] =>
    Array.from({ length: count }, (_, at) => leaky(from + at * 2))

  test('in the wrong order are said to be', async () => {
    const early = snapshot(ids(3, 200))
    const late = snapshot([...ids(3, 100), ...ids(1001, 100)])
    expect((await diffSnapshots(streamOf(early), streamOf(late))).inSequence).toBe(true)
    expect((await diffSnapshots(streamOf(late), streamOf(early))).inSequence).toBe(false)
  })

  test('in the wrong order are said to be also where nothing was let go; one and the same is in order', async () => {
    const early = snapshot(ids(3, 200))
    const late = snapshot(ids(3, 250))
    expect((await diffSnapshots(streamOf(early), streamOf(late))).inSequence).toBe(true)
    expect((await diffSnapshots(streamOf(late), streamOf(early))).inSequence).toBe(false)
    expect((await diffSnapshots(streamOf(early), streamOf(early))).inSequence).toBe(true)
  })

  test('of two processes are said to be: the same ids are other objects', async () => {
    const one = snapshot(ids(3, 200))
    const other = snapshot(ids(3, 200).map((node) => ({ ...node, name: 'Stranger' })))
    expect((await diffSnapshots(streamOf(one), streamOf(other))).inSequence).toBe(false)
  })
})

function classOf({ kind, name }: Made): string {
  if (kind === 'object' || kind === 'native') return name
  return kind === 'closure' ? 'Function' : '(string)'
}
