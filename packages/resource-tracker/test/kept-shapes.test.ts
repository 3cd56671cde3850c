import { garbageCollector } from '@plimsoll/core'

const { EventTarget: Original } = globalThis

afterEach(() => {
  globalThis.EventTarget = Original
})

/** A copy of the package that has made no tracker yet. */
async function freshPackage(): Promise<typeof import('../src/index.js')> {
  jest.resetModules()
  return import('../src/index.js')
}

const ports = () => ({ clock: { now: () => 0 }, logger: { warn() {}, info() {}, error() {} }, onError() {} })

describe('one scope is kept for the classes of its objects', () => {
  test.each<[string, unknown]>([
    ['missing', undefined],
    ['not to be constructed', () => {}],
  ])('a tracker is made although EventTarget is %s', async (_, target) => {
    const { createResourceTracker } = await freshPackage()
    Object.assign(globalThis, { EventTarget: target })
    const tracker = createResourceTracker(undefined, ports() as never)
    const scope = tracker.open()
    expect(scope.disposed).toBe(false)
    scope.end('finished')
    tracker.close()
  })

  test('and nothing of the first tracker', async () => {
    const { createResourceTracker } = await freshPackage()
    const refs = (() => {
      const given = ports()
      createResourceTracker(undefined, given as never).close()
      return Object.values(given).map((each) => new WeakRef<object>(each))
    })()
    for (let round = 0; round < 20 && refs.some((ref) => ref.deref() !== undefined); round += 1) {
      await new Promise(setImmediate)
      garbageCollector().collect()
    }
    expect(refs.map((ref) => ref.deref())).toEqual([undefined, undefined, undefined])
  })
})
