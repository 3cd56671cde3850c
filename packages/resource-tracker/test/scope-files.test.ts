import { once } from 'node:events'
import { closeSync, createReadStream, createWriteStream, fstatSync, openSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { counts, settle, tracked } from './tracked.js'

const isOpen = (descriptor: number): boolean => {
  try {
    fstatSync(descriptor)
    return true
  } catch {
    return false
  }
}

describe('files of a scope', () => {
  test('open: a FileHandle, closed at the end', async () => {
    const { scope, tracker } = tracked()
    const handle = await scope.open(__filename)
    expect(await handle.read(Buffer.alloc(6), 0, 6, 0)).toMatchObject({ bytesRead: 6 })
    const descriptor = handle.fd
    await scope.move().dispose()
    expect([handle.fd, isOpen(descriptor)]).toEqual([-1, false])
    expect(tracker.stats.disposed).toEqual(counts({ descriptor: 1 }))
  })

  test('open rejects as node:fs does', async () => {
    const { scope, errors } = tracked()
    await expect(scope.open(path.join(__dirname, 'nothing here'))).rejects.toMatchObject({ code: 'ENOENT' })
    expect(errors).toEqual([])
  })

  test('open passes flags and mode on', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-'))
    try {
      const { scope } = tracked()
      const handle = await scope.open(path.join(folder, 'new'), 'wx', 0o600)
      expect((await handle.stat()).mode & 0o777).toBe(0o600)
      await scope.move().dispose()
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('a file that was being opened when the request ended is closed as soon as it is open', async () => {
    const { scope, tracker } = tracked()
    const opening = scope.open(__filename)
    scope.end('client-left')
    const handle = await opening
    while (tracker.stats.disposed.descriptor === 0) await settle()
    expect(handle.fd).toBe(-1)
    expect(tracker.stats).toMatchObject({ late: 1, disposed: counts({ descriptor: 1 }) })
  })

  test('closed by hand it leaves the scope', async () => {
    const { scope, tracker } = tracked()
    const handle = await scope.open(__filename)
    await handle.close()
    expect(tracker.stats.tracked).toEqual(counts({}))
  })

  test('a handle that comes and goes with many requests is listened to once', async () => {
    const { tracker } = tracked()
    const handle = await open(__filename)
    for (let round = 0; round < 20; round += 1) {
      const scope = tracker.open()
      scope.fileHandles.add(handle)
      expect(scope.fileHandles.delete(handle)).toBe(true)
      expect(scope.fileHandles.delete(handle)).toBe(false)
    }
    expect((handle as unknown as NodeJS.EventEmitter).listenerCount('close')).toBe(0)
    await handle.close()
  })

  test('fileHandles.add: a handle, whoever adds it twice, a stream and a plain descriptor', async () => {
    const { scope, tracker } = tracked()
    const handle = await open(__filename)
    const descriptor = openSync(__filename, 'r')
    const stream = new PassThrough()
    expect(scope.fileHandles.add(handle)).toBe(handle)
    scope.use(handle)
    expect(scope.fileHandles.add(descriptor)).toBe(descriptor)
    scope.fileHandles.add(descriptor)
    scope.fileHandles.add(stream)
    expect(tracker.stats.tracked).toEqual(counts({ descriptor: 2, stream: 1 }))
    await scope.move().dispose()
    expect([handle.fd, isOpen(descriptor), stream.destroyed]).toEqual([-1, false, true])
  })

  test('a number that stands for another file by now is not closed', async () => {
    const { scope, tracker } = tracked()
    const descriptor = openSync(__filename, 'r')
    scope.fileHandles.add(descriptor)
    closeSync(descriptor)
    const taken = openSync(path.join(__dirname, 'tracked.ts'), 'r')
    expect(taken).toBe(descriptor)
    await scope.move().dispose()
    expect(isOpen(taken)).toBe(true)
    closeSync(taken)
    expect(tracker.stats.failures).toEqual(counts({}))
  })

  test.each([0, 2, -1, 1.5, Number.NaN, 99_999, 'file', {}])(
    'F28: fileHandles.add(%p) is reported, counted and returned unchanged',
    (handle) => {
      const { scope, errors, tracker } = tracked()
      expect(scope.fileHandles.add(handle as never)).toBe(handle)
      expect(errors).toMatchObject([{ code: 'ERR_PLIMSOLL_RESOURCE' }])
      expect(tracker.stats.misused).toBe(1)
    },
  )
})

describe('streams of a scope', () => {
  test('are destroyed at the end, without an error', async () => {
    const { scope, tracker } = tracked()
    const streams = [createReadStream(__filename), new Readable({ read() {} }), new PassThrough()]
    const failed = jest.fn()
    for (const stream of streams) scope.use(stream).on('error', failed)
    await scope.move().dispose()
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, true, true])
    await Promise.all(streams.map((stream) => once(stream, 'close')))
    expect(failed).not.toHaveBeenCalled()
    expect(tracker.stats.disposed).toEqual(counts({ stream: 3 }))
  })

  test('a stream that has ended by itself is left as it is', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'plimsoll-'))
    try {
      const { scope } = tracked()
      const stream = scope.use(createWriteStream(path.join(folder, 'new')))
      const destroy = jest.spyOn(stream, 'destroy')
      await once(stream.end('written'), 'close')
      destroy.mockClear()
      scope.end('finished')
      expect(destroy).not.toHaveBeenCalled()
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('F21: a response that streams for hours through short streams does not grow', () => {
    const { scope, tracker } = tracked()
    for (let round = 0; round < 5_000; round += 1) scope.use(new Readable({ read() {} })).destroy()
    expect(tracker.stats.tracked.stream).toBeLessThan(200)
  })
})
