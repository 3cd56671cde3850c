import fc from 'fast-check'
import type { ParseOptions } from '../../src/parse/parse-options.js'
import { parseSnapshot } from '../../src/parse/parse-snapshot.js'
import type { SnapshotSource } from '../../src/source/open-source.js'
import { type ArbitrarySnapshot, arbitrarySnapshot } from '../support/arbitrary-snapshot.js'
import { builtColumns } from '../support/built-columns.js'
import { cut } from '../support/cut.js'
import { plainColumns } from '../support/plain-columns.js'
import { withFile } from '../support/snapshot-file.js'

const kernel = fc.constantFrom<['wasm', 'javascript']>('wasm', 'javascript')
const lengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5_000 })), {
  minLength: 1,
  maxLength: 5,
})

async function parsed(source: SnapshotSource, options: ParseOptions): Promise<Record<string, unknown>> {
  const snapshot = await parseSnapshot(source, options)
  try {
    return plainColumns(snapshot)
  } finally {
    snapshot.close()
  }
}

const bytesOf = ({ builder, style, twist }: ArbitrarySnapshot): Buffer => builder.bytes(style, twist)

test('a stream gives the same columns wherever it is cut, by either kernel', async () => {
  const property = fc.asyncProperty(arbitrarySnapshot, kernel, lengths, async (snapshot, name, pieces) => {
    const columns = await parsed(cut(bytesOf(snapshot), pieces), { kernel: name })
    expect(columns).toEqual(builtColumns(snapshot))
  })
  await fc.assert(property)
})

test('a file gives the same columns through windows of any length, its names read again', async () => {
  const window = fc.oneof(fc.integer({ min: 1, max: 80 }), fc.integer({ min: 81, max: 9_000 }))
  const property = fc.asyncProperty(
    arbitrarySnapshot,
    kernel,
    window,
    fc.constantFrom<['keep', 'drop']>('keep', 'drop'),
    (snapshot, name, windowBytes, edgeNames) =>
      withFile(bytesOf(snapshot), async (file) => {
        const columns = await parsed(file, { kernel: name, windowBytes, edgeNames })
        expect(columns).toEqual(builtColumns(snapshot))
      }),
  )
  await fc.assert(property)
})

test('every string of a file is read again as it was written', async () => {
  const property = fc.asyncProperty(
    arbitrarySnapshot,
    fc.integer({ min: 1, max: 700 }),
    (snapshot, windowBytes) => {
      const bytes = bytesOf(snapshot)
      return withFile(bytes, async (file) => {
        const snapshotOfFile = await parseSnapshot(file, { windowBytes })
        const { strings } = snapshotOfFile
        const written = JSON.parse(bytes.toString()).strings as string[]
        const read = written.map((_, index) => strings.text(index))
        snapshotOfFile.close()
        // A lone surrogate is no UTF-8: written raw it becomes U+FFFD on its way.
        expect(read).toEqual(written)
      })
    },
  )
  await fc.assert(property)
})

test('strings longer than what is carried from window to window are counted, and read again', async () => {
  const long = 'x"\\'.repeat(40_000)
  const { builder, style, twist } = {
    ...oneLong(long),
    style: 'node24' as const,
    twist: { extraStrings: ['after'] },
  }
  await withFile(builder.bytes(style, twist), async (file) => {
    const snapshot = await parseSnapshot(file, { windowBytes: 1_000 })
    const texts = [...Array(snapshot.strings.count).keys()].map((index) => snapshot.strings.text(index))
    snapshot.close()
    expect(texts).toEqual(['<dummy>', long, 'short', 'after'])
  })
  const streamed = await parseSnapshot(cut(builder.bytes(style, twist), [777]))
  expect([streamed.strings.text(1), streamed.strings.text(2)]).toEqual([long, 'short'])
})

function oneLong(long: string): Pick<ArbitrarySnapshot, 'builder'> {
  const { builder } = fc.sample(arbitrarySnapshot, { numRuns: 1, seed: 1 })[0] as ArbitrarySnapshot
  builder.nodes.length = 0
  builder.edges.length = 0
  builder.locations.length = 0
  builder.node('object', long)
  builder.node('object', 'short')
  return { builder }
}
