import fc from 'fast-check'
import { parseSnapshot } from '../../src/parse/parse-snapshot.js'
import { builtColumns } from '../support/built-columns.js'
import { plainColumns } from '../support/plain-columns.js'
import { SnapshotBuilder, type SnapshotTwist } from '../support/snapshot-builder.js'
import { withFile } from '../support/snapshot-file.js'

const ROWS = 300
const KINDS = ['object', 'array', 'closure', 'string', 'number']
const EDGES = ['property', 'element', 'internal', 'hidden', 'weak']
/** What the kernel does not take at one go: more than eight digits, more than 32 bits. */
const odd = fc.constantFrom(99_999_999, 100_000_000, 4_294_967_294, 4_294_967_295, 5_000_000_000)

/** Rows as V8 writes them, but for some. */
const mostlyUsual = fc.record({
  seed: fc.integer({ min: 1, max: 1_000 }),
  odds: fc.array(fc.tuple(fc.nat(ROWS - 1), odd), { maxLength: 3 }),
  style: fc.constantFrom<['node20', 'node24']>('node20', 'node24'),
  twist: fc.constantFrom<SnapshotTwist[]>(
    {},
    {
      nodeFields: ['id', 'edge_count', 'name', 'self_size', 'type'],
      edgeFields: ['to_node', 'type', 'new', 'name_or_index'],
    },
  ),
})

test('many rows, usual ones and others among them, give the same columns through windows of any length', async () => {
  const property = fc.asyncProperty(
    mostlyUsual,
    fc.integer({ min: 100, max: 20_000 }),
    async ({ seed, odds, style, twist }, windowBytes) => {
      const builder = new SnapshotBuilder()
      const sizes = new Map(odds)
      for (let row = 0; row < ROWS; row++) {
        const size = sizes.get(row) ?? (row * seed) % 977
        builder.node(KINDS[row % KINDS.length] as string, `n${(row * seed) % 41}`, { size })
      }
      for (let at = 0; at < 3 * ROWS; at++) {
        const kind = EDGES[(at * seed) % EDGES.length] as string
        const isNamed = kind === 'property' || kind === 'internal' || kind === 'weak'
        builder.edge(at % ROWS, (at * seed) % ROWS, kind, isNamed ? `e${at % 29}` : (at * seed) % 5_000)
      }
      for (const [row, index] of odds) builder.edge(row, 0, 'element', Math.min(index, 4_294_967_295))
      await withFile(builder.bytes(style, twist), async (file) => {
        for (const kernel of ['wasm', 'javascript'] as const) {
          const snapshot = await parseSnapshot(file, { kernel, windowBytes, edgeNames: 'keep' })
          expect(plainColumns(snapshot)).toEqual(builtColumns({ builder, style, twist }))
          snapshot.close()
        }
      })
    },
  )
  await fc.assert(property, { numRuns: 40 })
})

test('a row that cannot be is told exactly, wherever it stands among those that can', async () => {
  for (const row of [0, 1, 3, 4, 150, ROWS - 1]) {
    const builder = new SnapshotBuilder()
    for (let node = 0; node < ROWS; node++) {
      builder.node('object', 'n', { detachedness: node === row ? 3 : 0 })
    }
    await withFile(builder.bytes('node20'), async (file) => {
      for (const kernel of ['wasm', 'javascript'] as const) {
        await expect(parseSnapshot(file, { kernel })).rejects.toThrow(
          `Expected a detachedness of 0 to 2 in row ${row}, got `,
        )
      }
    })
  }
})
