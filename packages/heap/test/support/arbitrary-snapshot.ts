import fc from 'fast-check'
import { EDGE_KINDS, NODE_KINDS } from '../../src/parse/kinds.js'
import { SnapshotBuilder, type SnapshotStyle, type SnapshotTwist } from './snapshot-builder.js'

export interface ArbitrarySnapshot {
  readonly builder: SnapshotBuilder
  readonly style: SnapshotStyle
  readonly twist: SnapshotTwist
}

const nodeKind = fc.constantFrom(...NODE_KINDS.slice(0, 15))
const edgeKind = fc.constantFrom(...EDGE_KINDS.slice(0, 7))
const text = fc.oneof(
  fc.constantFrom('', 'Leaky', '"', '\\', 'a\\"b', '],"strings":[', 'Ünïcödé', '\n\t\u0001', '\ud83d\ude00'),
  fc.constantFrom('1 / part of key (Object @7) -> value (x) @9) pair in WeakMap (table @11)', '12)'),
  fc.string({ maxLength: 40 }),
)
const uint32 = fc.oneof(fc.nat(9), fc.nat(5_000), fc.nat(0xffffffff), fc.constantFrom(0xffffffff, 99_999_999))
const size = fc.oneof(uint32, fc.constantFrom(2 ** 32, 5_000_000_000, Number.MAX_SAFE_INTEGER))

const node = fc.record({
  kind: nodeKind,
  name: text,
  id: fc.oneof(uint32, fc.constant(2 ** 33 + 1)),
  size,
  detachedness: fc.nat(2),
})
const edge = fc.record({ from: fc.nat(), to: fc.nat(), kind: edgeKind, name: text, index: uint32 })

/** Any snapshot that the format allows, as any producer might write it. */
export const arbitrarySnapshot: fc.Arbitrary<ArbitrarySnapshot> = fc
  .record({
    nodes: fc.array(node, { minLength: 1, maxLength: 40 }),
    edges: fc.array(edge, { maxLength: 80 }),
    locations: fc.array(fc.tuple(fc.nat(), fc.nat(99), fc.nat(9_999), fc.nat(200)), { maxLength: 5 }),
    style: fc.constantFrom<SnapshotStyle[]>('node20', 'node24'),
    utf8: fc.boolean(),
    extraStrings: fc.array(text, { maxLength: 30 }),
    shuffled: fc.boolean(),
  })
  .map(({ nodes, edges, locations, style, utf8, extraStrings, shuffled }) => {
    const builder = new SnapshotBuilder()
    for (const { kind, name, ...facts } of nodes) builder.node(kind, name, facts)
    for (const { from, to, kind, name, index } of edges) {
      const named = kind === 'element' || kind === 'hidden' ? index : name
      builder.edge(from % nodes.length, to % nodes.length, kind, named)
    }
    const located = new Map(locations.map(([at, ...place]) => [at % nodes.length, place] as const))
    for (const [at, [script, line, column]] of located) builder.location(at, script, line, column)
    const fields = shuffled && {
      nodeFields: ['id', 'future', 'edge_count', 'name', 'self_size', 'detachedness', 'type', 'x'],
      edgeFields: ['to_node', 'type', 'new', 'name_or_index'],
    }
    return { builder, style, twist: { utf8, extraStrings, ...fields } }
  })
