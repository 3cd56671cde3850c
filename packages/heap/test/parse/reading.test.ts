import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { parseNodes } from '../../src/parse/parse-nodes.js'
import type { SnapshotProgress } from '../../src/parse/parse-options.js'
import { parseSnapshot } from '../../src/parse/parse-snapshot.js'
import { cut } from '../support/cut.js'
import { SnapshotBuilder } from '../support/snapshot-builder.js'
import { withFile } from '../support/snapshot-file.js'

function many(): Buffer {
  const builder = new SnapshotBuilder()
  for (let row = 0; row < 2_000; row++) builder.node('object', `Class ${row % 7}`, { size: row })
  for (let row = 1; row < 2_000; row++) builder.edge(row - 1, row, 'property', `next${row}`)
  return builder.bytes('node24')
}

test('progress rises to the size of the file, which a stream does not know', async () => {
  const bytes = many()
  const told: SnapshotProgress[] = []
  await withFile(bytes, async (file) => {
    const onProgress = (progress: SnapshotProgress): void => void told.push(progress)
    const parsed = await parseSnapshot(file, { windowBytes: 5_000, onProgress })
    parsed.close()
  })
  const read = told.map(({ bytesRead }) => bytesRead)
  expect(read).toEqual([...read].sort((one, other) => one - other))
  expect(told.at(-1)).toMatchObject({ phase: 'parse', bytesRead: bytes.length, totalBytes: bytes.length })
  expect(told.length).toBeGreaterThan(bytes.length / 5_000 - 4)
  const streamed: (number | undefined)[] = []
  const parsed = await parseSnapshot(cut(bytes, [9_000]), {
    onProgress: ({ totalBytes }) => void streamed.push(totalBytes),
  })
  parsed.close()
  expect(new Set(streamed)).toEqual(new Set([undefined]))
})

test('a file that is being read can be cancelled, and what the callback throws ends it', async () => {
  await withFile(many(), async (file) => {
    const stop = new AbortController()
    const cancelled = parseSnapshot(file, {
      windowBytes: 2_000,
      signal: stop.signal,
      onProgress: ({ bytesRead }) => void (bytesRead > 30_000 && stop.abort(new Error('enough'))),
    })
    await expect(cancelled).rejects.toThrow('enough')
    await expect(parseNodes(file, { signal: stop.signal })).rejects.toThrow('enough')
    const thrown = parseSnapshot(file, {
      onProgress: () => {
        throw new Error('not now')
      },
    })
    await expect(thrown).rejects.toThrow('not now')
  })
})

test('a stream that never answers can be cancelled, and is let go of', async () => {
  let released = false
  const silent: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next: () => new Promise(() => undefined),
      return: async () => {
        released = true
        return { done: true, value: undefined }
      },
    }),
  }
  const stop = new AbortController()
  const cancelled = parseSnapshot(silent, { signal: stop.signal })
  const refused = expect(cancelled).rejects.toThrow('enough')
  await turn()
  stop.abort(new Error('enough'))
  await refused
  expect(released).toBe(true)
})

test('a stream that is given up is destroyed, although it never answers', async () => {
  const stream = new Readable({ read: () => undefined })
  const stop = new AbortController()
  const refused = expect(parseSnapshot(stream, { signal: stop.signal })).rejects.toThrow('enough')
  await turn()
  stop.abort(new Error('enough'))
  await refused
  expect(stream.destroyed).toBe(true)
})

test('the event loop turns while a file is read', async () => {
  let turns = 0
  await withFile(many(), async (file) => {
    let reading = true
    const counting = (async () => {
      while (reading) {
        await turn()
        turns++
      }
    })()
    const parsed = await parseSnapshot(file, { windowBytes: 2_000 })
    reading = false
    await counting
    parsed.close()
  })
  expect(turns).toBeGreaterThan(10)
})

test('a closed snapshot says so, however often it is closed', async () => {
  await withFile(many(), async (file) => {
    const parsed = await parseSnapshot(file)
    const nodes = await parseNodes(file)
    parsed.close()
    parsed.close()
    nodes.close()
    const closed = { code: 'ERR_PLIMSOLL_SNAPSHOT_CLOSED' }
    expect(() => parsed.strings).toThrow(expect.objectContaining(closed))
    expect(() => parsed.edgeName(0)).toThrow(expect.objectContaining(closed))
    await expect(nodes.names([1])).rejects.toMatchObject(closed)
  })
})

// Windows has pipes under no path of the file system.
if (process.platform !== 'win32') {
  test('a path that is a pipe is read from front to back', async () => {
    await withFile(many(), async (file) => {
      const pipe = `${file}.pipe`
      execFileSync('sh', ['-c', 'mkfifo "$0"', pipe])
      const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', file, pipe], { stdio: 'ignore' })
      const ended = once(writer, 'exit')
      const parsed = await parseSnapshot(pipe)
      expect(parsed.columns.nodeCount).toBe(2_000)
      expect(await ended).toEqual([0, null])
      parsed.close()
    })
  })
}
