import { once } from 'node:events'
import fs, { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { watchOpening } from '../../src/platform/watch-opening.js'
import { allPieces } from '../support/all-pieces.js'

const folder = mkdtempSync(path.join(tmpdir(), 'opening-'))
const file = path.join(folder, 'a.txt')
writeFileSync(file, 'a')
afterAll(() => rmSync(folder, { recursive: true }))

function leakBySync() {
  return fs.openSync(file, 'r')
}
async function leakByStream() {
  const stream = fs.createReadStream(file)
  await once(stream, 'open')
  return stream
}
async function leakByCallback() {
  return await promisify(fs.open)(file, 'r')
}

test('sees where files are opened that stay open, by number and by stream, and nothing once it is closed', async () => {
  const { open, openSync } = fs
  const construct = Object.getOwnPropertyDescriptor(fs.ReadStream.prototype, '_construct')
  const watch = watchOpening()
  const bySync = leakBySync()
  const byCallback = await leakByCallback()
  fs.closeSync(leakBySync())
  const stream = await leakByStream()
  const found = allPieces(watch.stillOpen(performance.now())).result
  const names = found.map(({ frames }) => frames.find((each) => each.file === __filename)?.functionName)
  expect(names.sort()).toEqual(['leakByCallback', 'leakByStream', 'leakBySync'])
  expect(found.every(({ path: opened }) => opened === fs.realpathSync(file))).toBe(true)
  expect(allPieces(watch.stillOpen(0)).result).toEqual([])
  watch.close()
  expect(allPieces(watch.stillOpen(performance.now())).result).toEqual([])
  expect(fs.open).toBe(open)
  expect(fs.openSync).toBe(openSync)
  expect(Object.getOwnPropertyDescriptor(fs.ReadStream.prototype, '_construct')).toEqual(construct)
  fs.closeSync(bySync)
  fs.closeSync(byCallback)
  stream.destroy()
  await once(stream, 'close')
})

test('what many descriptors are is read in pieces', () => {
  const watch = watchOpening()
  const opened = Array.from({ length: 50 }, leakBySync)
  const few = allPieces(watch.stillOpen(performance.now()))
  jest.spyOn(performance, 'now').mockReturnValue(performance.now() + 1000)
  opened.push(...Array.from({ length: 50 }, leakBySync))
  const many = allPieces(watch.stillOpen(performance.now()))
  jest.restoreAllMocks()
  watch.close()
  for (const each of opened) fs.closeSync(each)
  expect([few.result.length, few.pieces]).toEqual([50, 1])
  expect([many.result.length, many.pieces]).toEqual([100, 2])
})

test('a wrapper that somebody has put around ours is left where it is, and hears nothing more from us', () => {
  const { openSync } = fs
  const watch = watchOpening()
  const ours = fs.openSync
  fs.openSync = function theirs(...args: Parameters<typeof openSync>) {
    return ours(...args)
  } as typeof openSync
  const theirs = fs.openSync
  watch.close()
  expect(fs.openSync).toBe(theirs)
  fs.closeSync(fs.openSync(file, 'r'))
  fs.openSync = openSync
})
