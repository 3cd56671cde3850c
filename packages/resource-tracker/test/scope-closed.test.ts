import { opendirSync } from 'node:fs'
import { open, opendir } from 'node:fs/promises'
import { createServer } from 'node:http'
import { counts, settle, tracked } from './tracked.js'

describe('what its user has closed already is no error', () => {
  test('a directory that was read to its end, and one that was closed', async () => {
    const { scope, errors, tracker } = tracked()
    for await (const _ of scope.use(await opendir(__dirname)));
    scope.use(opendirSync(__dirname)).closeSync()
    scope.fileHandles.add(await opendir(__dirname)).closeSync()
    await scope.move().dispose()
    expect([errors, tracker.stats.disposed]).toEqual([[], counts({ descriptor: 3 })])
  })

  test('one that is still open is closed', async () => {
    const { scope } = tracked()
    const directory = scope.use(await opendir(__dirname))
    await directory.read()
    await scope.move().dispose()
    expect(() => directory.readSync()).toThrow(expect.objectContaining({ code: 'ERR_DIR_CLOSED' }))
  })

  test('closed directories are swept: a request of hours does not grow', () => {
    const { scope, tracker } = tracked()
    for (let index = 0; index < 300; index += 1) scope.use(opendirSync(__dirname)).closeSync()
    expect(tracker.stats.tracked.descriptor).toBeLessThan(100)
    scope.end('finished')
  })

  test('a file handle that is being closed, and a server that does not run', async () => {
    const { scope, errors } = tracked()
    const handle = scope.use(await open(__filename))
    const closing = handle.close()
    scope.use(createServer())
    await scope.move().dispose()
    await closing
    expect(errors).toEqual([])
  })

  test.each(['ERR_DIR_CLOSED', 'ERR_SERVER_NOT_RUNNING', 'ERR_USE_AFTER_CLOSE', 'EBADF'])(
    'whatever says so with %s, at once or later',
    async (code) => {
      const { scope, errors, tracker } = tracked()
      const closed = Object.assign(new Error('closed'), { code })
      scope.use({ [Symbol.asyncDispose]: () => Promise.reject(closed) })
      scope.use({
        close() {
          throw closed
        },
      })
      scope.end('finished')
      await settle()
      expect([errors, tracker.stats.disposed]).toEqual([[], counts({ disposable: 2 })])
    },
  )

  test('any other error is told, and all that a callback of the application throws', async () => {
    const { scope, errors } = tracked()
    const closed = Object.assign(new Error('closed'), { code: 'ERR_DIR_CLOSED' })
    const evil = {
      get code() {
        throw new Error('no code')
      },
    }
    const given = [new Error('mine'), evil, Object.assign(new Error('full'), { code: 'ENOSPC' })]
    for (const error of given) scope.use({ close: () => Promise.reject(error) })
    scope.defer(() => Promise.reject(closed))
    scope.end('finished')
    for (let turn = 0; turn < 5; turn += 1) await settle()
    expect(errors).toEqual([closed, ...given.reverse()])
  })
})
