import { EventEmitter } from 'node:events'
import type { FileHandle } from 'node:fs/promises'
import { garbageCollector } from '@plimsoll/core'
import { HandleAcquisition } from '../../src/platform/watch/handle-acquisition.js'

/** What of a file handle is looked at. A real one that is collected ends a process of Node 26. */
const fakeHandle = () => Object.assign(new EventEmitter(), { fd: 7 }) as unknown as FileHandle & EventEmitter

/** One that nobody holds any more. */
function forgotten(before: (handle: FileHandle & EventEmitter) => void = () => {}) {
  const handle = fakeHandle()
  const acquisition = new HandleAcquisition(handle, undefined)
  before(handle)
  return { acquisition, handle: new WeakRef(handle) }
}

async function collected(reference: WeakRef<object>): Promise<void> {
  for (let attempt = 0; attempt < 50 && reference.deref() !== undefined; attempt += 1) {
    // A weak reference that was looked at is held until its turn of the event loop is over.
    await new Promise((resolve) => setImmediate(resolve))
    garbageCollector().collect()
  }
  expect(reference.deref()).toBeUndefined()
}

describe('a file handle', () => {
  test('is open until it is closed', () => {
    const handle = fakeHandle()
    const acquisition = new HandleAcquisition(handle, undefined)
    expect(acquisition.isOpen()).toBe(true)
    handle.emit('close')
    expect(acquisition.isOpen()).toBe(false)
  })

  test('is no longer open where it was handed to somebody else', () => {
    const handle = fakeHandle()
    const acquisition = new HandleAcquisition(handle, undefined)
    Object.assign(handle, { fd: -1 })
    expect(acquisition.isOpen()).toBe(false)
  })

  test('left to the garbage collector it counts as left open', async () => {
    const { acquisition, handle } = forgotten()
    await collected(handle)
    expect(acquisition.isOpen()).toBe(true)
  })

  test('collected after it was closed it does not', async () => {
    const { acquisition, handle } = forgotten((each) => void each.emit('close'))
    await collected(handle)
    expect(acquisition.isOpen()).toBe(false)
  })

  test('of a runtime whose handles do not tell is open while it is held', async () => {
    const plain = (): [HandleAcquisition, WeakRef<object>] => {
      const handle = { fd: 7 } as FileHandle
      return [new HandleAcquisition(handle, undefined), new WeakRef(handle)]
    }
    const [acquisition, handle] = plain()
    expect(acquisition.isOpen()).toBe(true)
    await collected(handle)
    expect(acquisition.isOpen()).toBe(false)
  })
})
