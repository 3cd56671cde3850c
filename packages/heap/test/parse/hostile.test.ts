import { Buffer } from 'node:buffer'
import { gzipSync } from 'node:zlib'
import { parseNodes } from '../../src/parse/parse-nodes.js'
import type { ParseOptions } from '../../src/parse/parse-options.js'
import { parseSnapshot } from '../../src/parse/parse-snapshot.js'
import { SnapshotError } from '../../src/snapshot-error.js'
import type { SnapshotSource } from '../../src/source/open-source.js'
import { cut } from '../support/cut.js'
import { SnapshotBuilder, type SnapshotTwist } from '../support/snapshot-builder.js'
import { withFile } from '../support/snapshot-file.js'

function small(twist: SnapshotTwist = {}): Buffer {
  const builder = new SnapshotBuilder()
  const root = builder.node('synthetic', '')
  const held = builder.node('object', 'Held', { size: 16 })
  builder.edge(root, held, 'property', 'held')
  builder.edge(held, root, 'element', 7)
  builder.location(held, 3, 4, 5)
  return builder.bytes('node24', twist)
}

async function refusal(source: SnapshotSource, options: ParseOptions = {}): Promise<SnapshotError> {
  const refused = await parseSnapshot(source, options).then(
    (snapshot) => `read ${snapshot.columns.nodeCount} nodes`,
    (error: unknown) => error,
  )
  if (refused instanceof SnapshotError) return refused
  throw new Error(`Expected a SnapshotError, got ${refused}`)
}

/** By path and by stream, with both kernels: what is refused is refused the same way. */
async function refusals(bytes: Uint8Array): Promise<Pick<SnapshotError, 'code' | 'section'>[]> {
  return withFile(bytes, async (file) => {
    const errors = [
      await refusal(file),
      await refusal(file, { kernel: 'javascript', windowBytes: 3 }),
      await refusal(cut(bytes, bytes.length > 100_000 ? [1, 5_000] : [1])),
      await refusal(cut(bytes, [1_000_000]), { kernel: 'javascript' }),
    ]
    return errors.map(({ code, section }) => ({ code, section: section as string }))
  })
}

const replaced = (from: string | RegExp, to: string): Buffer => {
  const text = small().toString('latin1')
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`Nothing to replace: ${from}`)
  return Buffer.from(changed, 'latin1')
}

describe('F65: hostile and broken input is refused with a typed error', () => {
  test.each([
    ['text', Buffer.from('hello'), 'snapshot'],
    ['an array', Buffer.from('[{"snapshot":{}}]'), 'snapshot'],
    ['gzip', gzipSync(small()), 'snapshot'],
    ['another JSON', Buffer.from('{"nodes":[],"snapshot":{}}'), 'snapshot'],
    ['white space without end', Buffer.alloc(5_000, ' '), 'snapshot'],
    ['a header without end', Buffer.from(`{"snapshot":{"x":"${'y'.repeat(1 << 20)}"}}`), 'snapshot'],
    ['a header that is no JSON', replaced('"meta":', '"meta" '), 'snapshot'],
    ['a header of prototype keys', Buffer.from('{"snapshot":{"__proto__":{"meta":{}}}}'), 'snapshot'],
    ['no field "id"', replaced('"id"', '"di"'), 'snapshot'],
    ['a field that is no name', replaced('"self_size"', '{}'), 'snapshot'],
    ['counts that are none', replaced('"node_count":2', '"node_count":-2'), 'snapshot'],
    ['no nodes', small({ header: { node_count: 0 } }), 'snapshot'],
    ['more rows than were told', small({ header: { node_count: 1 } }), 'nodes'],
    ['fewer edges than were told', small({ header: { edge_count: 3 } }), 'edges'],
    ['edges that nodes do not have', replaced(/("nodes":\[\d+,\d+,\d+,\d+,)1/, '$10'), undefined],
    ['nodes with edges beyond the last', replaced(/("nodes":\[\d+,\d+,\d+,\d+,)1/, '$13'), 'nodes'],
    ['a letter among numbers', replaced(/"nodes":\[9/, '"nodes":[x'), 'nodes'],
    ['a fraction', replaced(/"nodes":\[9/, '"nodes":[9.5'), 'nodes'],
    ['a type that is not listed', replaced(/"nodes":\[9/, '"nodes":[77'), 'nodes'],
    ['a number of a thousand digits', replaced(/"nodes":\[9/, `"nodes":[${'9'.repeat(1_000)}`), 'nodes'],
    ['an id beyond 2^53', replaced(/("nodes":\[9,\d+,)1/, '$199999999999999999999'), 'nodes'],
    ['a negative size', replaced(/("nodes":\[9,\d+,\d+,)0/, '$1-1'), 'nodes'],
    ['a part of a row', replaced(/("nodes":\[[^\]]*)/, '$1,5'), 'nodes'],
    ['an edge between two nodes', replaced(/("edges":\[\d+,\d+,)6/, '$17'), 'edges'],
    ['an edge behind the last node', replaced(/("edges":\[\d+,\d+,)6/, '$112'), 'edges'],
    ['nodes that are no list', replaced('"nodes":[', '"nodes":{'), 'nodes'],
    ['nodes twice', replaced('"edges":', '"nodes":'), 'nodes'],
    ['strings before nodes', replaced(/"nodes"(.*)"strings"/s, '"strings"$1"nodes"'), 'strings'],
    ['a string that is none', replaced('"<dummy>"', '12'), 'strings'],
    ['a name behind the last string', replaced(',"Held"', ''), undefined],
    ['no strings', replaced('"strings":', '"words":'), undefined],
    ['more behind the end', Buffer.concat([small(), Buffer.from('x')]), undefined],
    ['a key without end', replaced('"edges"', `"${'k'.repeat(5_000)}"`), 'nodes'],
  ])('%s', async (_, bytes, section) => {
    for (const error of await refusals(bytes)) {
      expect(error.code).toBe('ERR_PLIMSOLL_SNAPSHOT_FORMAT')
      if (section !== undefined) expect(error.section).toBe(section)
    }
  })

  test('cut off after any byte it says so, and how far it came', async () => {
    const whole = small()
    for (let length = 0; length < whole.length; length++) {
      const error = await refusal(cut(whole.subarray(0, length), [100]))
      expect([length, error.code, error.bytesRead]).toEqual([
        length,
        'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED',
        length,
      ])
    }
  })

  test('a file smaller than its header promises is refused before anything is allocated', async () => {
    const bytes = small({ header: { node_count: 500_000_000, edge_count: 4_000_000_000 } })
    await withFile(bytes, async (file) => {
      const error = await refusal(file)
      expect(error).toMatchObject({ code: 'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED', section: 'snapshot' })
      expect(error.message).toMatch(/at least \d{11} bytes .* the file has \d{3,4}/)
    })
  })

  test('a stream that promises more than it has takes no memory for it', async () => {
    const bytes = small({ header: { node_count: 30_000_000, edge_count: 100_000_000 } })
    const before = process.memoryUsage.rss()
    expect(await refusal(cut(bytes, [64]))).toMatchObject({ code: 'ERR_PLIMSOLL_SNAPSHOT_FORMAT' })
    expect(process.memoryUsage.rss() - before).toBeLessThan(64_000_000)
  })

  test.each([
    ['more nodes than rows can count', { node_count: 2 ** 29 + 1 }],
    ['more edges than rows can count', { edge_count: 2 ** 32 }],
  ])('%s', async (_, header) => {
    expect(await refusal(cut(small({ header }), [64]))).toMatchObject({ code: 'ERR_PLIMSOLL_SNAPSHOT_LIMIT' })
  })

  test('a name far behind all strings makes a stream no table for it', async () => {
    const bytes = replaced(/("nodes":\[9,)\d+/, '$14000000000')
    expect(await refusal(cut(bytes, [64]))).toMatchObject({ code: 'ERR_PLIMSOLL_SNAPSHOT_LIMIT' })
  })

  test('a source of text, and one that is none', async () => {
    const text = (async function* () {
      yield '{"snapshot":' as unknown as Uint8Array
    })()
    expect(await refusal(text)).toMatchObject({ code: 'ERR_PLIMSOLL_SNAPSHOT_FORMAT' })
    expect(await refusal(7 as unknown as string)).toMatchObject({ code: 'ERR_PLIMSOLL_SNAPSHOT_FORMAT' })
  })

  test('names of nodes alone that a file does not have, and a file cut behind its nodes', async () => {
    const whole = small()
    const cutOff = whole.subarray(0, whole.indexOf('"strings"'))
    await withFile(cutOff, async (file) => {
      const nodes = await parseNodes(file)
      await expect(nodes.names([1])).rejects.toMatchObject({ code: 'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED' })
      nodes.close()
    })
  })
})

test('a snapshot error is an error of the suite', async () => {
  const error = await refusal(cut(Buffer.from('hello'), [9]))
  expect(Symbol.for('plimsoll.error') in error).toBe(true)
  expect(error.help).toMatch(/errors\.md#err_plimsoll_snapshot_format$/)
})
