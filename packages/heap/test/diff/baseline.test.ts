import { writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import {
  diffSnapshots,
  openSnapshot,
  readBaseline,
  SnapshotError,
  summarizeBaseline,
} from '../../src/index.js'
import { withFile } from '../support/snapshot-file.js'
import { MadeHeap, streamOf } from './made-heap.js'

const heap = new MadeHeap()
const leaks = heap.variable('leaks', 'Array')
heap.element(leaks, 0, heap.builder.node('string', 'a password', { size: 32 }))
const before = heap.bytes()
for (let at = 1; at < 100; at++) heap.element(leaks, at, heap.object('Leaky'))
const after = heap.bytes()

async function kept(): Promise<Uint8Array> {
  return (await summarizeBaseline(streamOf(before))).toBytes()
}

describe('baselines', () => {
  test('tell what the snapshot would have told', async () => {
    const expected = await diffSnapshots(streamOf(before), streamOf(after), { clusters: true })
    const baseline = await summarizeBaseline(streamOf(before))
    expect(await diffSnapshots(baseline, streamOf(after), { clusters: true })).toEqual(expected)
    const read = readBaseline(baseline.toBytes())
    expect(await diffSnapshots(read, streamOf(after), { clusters: true })).toEqual(expected)
    expect([read.nodeCount, read.totalBytes, read.classes()]).toEqual([
      baseline.nodeCount,
      baseline.totalBytes,
      baseline.classes(),
    ])
    expect(read.classes()[0]).toEqual({ name: 'global', count: 1, bytes: 100 })
  })

  test('are known in a file by their first bytes', async () => {
    const expected = await diffSnapshots(streamOf(before), streamOf(after))
    await withFile(await kept(), async (file) => {
      expect(await diffSnapshots(file, streamOf(after))).toEqual(expected)
    })
  })

  test('are made of an open snapshot, too', async () => {
    const snapshot = await openSnapshot(streamOf(before))
    expect((await summarizeBaseline(snapshot)).toBytes()).toEqual(await kept())
    snapshot.close()
  })

  test('hold no contents of strings', async () => {
    expect(Buffer.from(await kept()).includes('password')).toBe(false)
  })

  test('cannot come last', async () => {
    const baseline = await summarizeBaseline(streamOf(before))
    await expect(diffSnapshots(streamOf(before), baseline)).rejects.toMatchObject({
      code: 'ERR_PLIMSOLL_SNAPSHOT_FORMAT',
    })
  })

  test('of another version are refused by name', async () => {
    const bytes = await kept()
    bytes[14] = '9'.charCodeAt(0)
    expect(() => readBaseline(bytes)).toThrow('Expected a baseline of version 1, got "9"')
  })

  test('F65: cut off anywhere are refused, and say how much there was', async () => {
    const bytes = await kept()
    for (let length = 0; length < bytes.length; length++) {
      const part = bytes.subarray(0, length)
      expect(() => readBaseline(part)).toThrow(SnapshotError)
    }
    expect(() => readBaseline(bytes.subarray(0, 40))).toThrow(
      expect.objectContaining({ code: 'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED', bytesRead: 40 }),
    )
  })

  test('F65: changed anywhere are refused, or are still a baseline', async () => {
    const bytes = await kept()
    const changes = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(changes, (places) => {
        const changed = bytes.slice()
        for (const [at, byte] of places) changed[at] = byte
        const error = thrownBy(() => readBaseline(changed).classes())
        expect(error === undefined || error instanceof SnapshotError).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('F65: lengths that promise the world take no memory', async () => {
    const bytes = await kept()
    new DataView(bytes.buffer).setUint32(20, 0xffffffff, true)
    expect(() => readBaseline(bytes)).toThrow(
      expect.objectContaining({ code: 'ERR_PLIMSOLL_SNAPSHOT_TRUNCATED' }),
    )
  })

  test('F65: a class by the name of __proto__ is a class', async () => {
    const odd = new MadeHeap()
    odd.variable('x', '__proto__')
    const baseline = await summarizeBaseline(streamOf(odd.bytes()))
    expect(readBaseline(baseline.toBytes()).classes()).toContainEqual({
      name: '__proto__',
      count: 1,
      bytes: 16,
    })
  })
})

describe('sources that are none', () => {
  test('F65: a file that is neither snapshot nor baseline is told by its first bytes', async () => {
    await withFile(Buffer.from('plimsoll, the ship'), async (file) => {
      await expect(diffSnapshots(file, streamOf(after))).rejects.toMatchObject({
        code: 'ERR_PLIMSOLL_SNAPSHOT_FORMAT',
      })
      const folder = path.dirname(file)
      writeFileSync(path.join(folder, 'empty'), '')
      await expect(summarizeBaseline(path.join(folder, 'empty'))).rejects.toBeInstanceOf(SnapshotError)
      await expect(summarizeBaseline(path.join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'ENOENT' })
    })
  })

  test('F65: an id beyond all measure takes no memory that is not used', async () => {
    const odd = new MadeHeap()
    odd.builder.edge(odd.scope, odd.builder.node('object', 'Far', { id: 4_294_967_293 }), 'context', 'far')
    const { change } = await diffSnapshots(streamOf(before), streamOf(odd.bytes()))
    expect(change.classes).toContainEqual({ name: 'Far', bytes: 0, count: 1, added: 1, removed: 0 })
  })

  test('a comparison ends with its signal', async () => {
    const reason = new Error('enough')
    const signal = AbortSignal.abort(reason)
    await expect(diffSnapshots(streamOf(before), streamOf(after), { signal })).rejects.toBe(reason)
  })
})

function thrownBy(work: () => unknown): unknown {
  try {
    work()
    return undefined
  } catch (error) {
    return error
  }
}
