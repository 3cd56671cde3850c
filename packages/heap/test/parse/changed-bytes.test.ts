import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import type { ParseOptions } from '../../src/parse/parse-options.js'
import { parseSnapshot } from '../../src/parse/parse-snapshot.js'
import { SnapshotError } from '../../src/snapshot-error.js'
import type { SnapshotSource } from '../../src/source/open-source.js'
import { arbitrarySnapshot } from '../support/arbitrary-snapshot.js'
import { cut } from '../support/cut.js'
import { plainColumns } from '../support/plain-columns.js'
import { withFile } from '../support/snapshot-file.js'

const change = fc.record({
  at: fc.nat(),
  remove: fc.nat(3),
  insert: fc.constantFrom(
    '',
    '',
    '0',
    '9',
    '-',
    ',',
    ']',
    '[',
    '}',
    '"',
    '\\',
    '\u0000',
    '99999999999',
    'e',
    '\n',
  ),
})

/** What is read, or the code of the error that refuses it; anything else is thrown on. */
async function outcome(source: SnapshotSource, options: ParseOptions): Promise<unknown> {
  try {
    const parsed = await parseSnapshot(source, options)
    const columns = plainColumns(parsed)
    parsed.close()
    return columns
  } catch (error) {
    if (error instanceof SnapshotError) return error.code
    throw error
  }
}

test('F65: whatever bytes are changed, a snapshot is read, or refused with a typed error, by all ways alike', async () => {
  const changes = fc.array(change, { minLength: 1, maxLength: 3 })
  const property = fc.asyncProperty(arbitrarySnapshot, changes, async ({ builder, style, twist }, list) => {
    let bytes = builder.bytes(style, twist)
    for (const { at, remove, insert } of list) {
      const place = at % bytes.length
      const rest = bytes.subarray(place + remove)
      bytes = Buffer.concat([bytes.subarray(0, place), Buffer.from(insert, 'latin1'), rest])
    }
    const byStream = await outcome(cut(bytes, [50, 3]), { kernel: 'javascript' })
    expect(await outcome(cut(bytes, [4_000]), {})).toEqual(byStream)
    const byFile = await withFile(bytes, (file) => outcome(file, { edgeNames: 'keep' }))
    // Of a file its size is known, and a name far behind all strings costs it nothing: the codes may differ.
    if (typeof byFile === 'string') expect(byStream).toMatch(/^ERR_PLIMSOLL_SNAPSHOT_/)
    else expect(byFile).toEqual(byStream)
  })
  await fc.assert(property)
}, 120_000)
