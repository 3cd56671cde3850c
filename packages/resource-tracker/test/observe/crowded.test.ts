import type { Look } from '../../src/observe/acquisition.js'
import { fakeResource, watched } from './watched.js'

const CROWD = 100_000

/** An emitter with very many listeners, and how many of them have been read. */
function crowdedEmitter() {
  const emitter = {}
  let read = 0
  return {
    get read() {
      return read
    },
    listener: () => {
      const resource = fakeResource({ kind: 'listener', target: emitter })
      const isOpen = (look: Look): boolean => {
        if (!look.affords(emitter, 'news', CROWD)) return true
        return look.once(emitter, 'news', () => {
          read += CROWD
          return () => resource.open
        })()
      }
      return Object.assign(resource, { isOpen })
    },
  }
}

describe('a crowd of listeners', () => {
  test('is not read for a request that adds a few and takes them off again', () => {
    const { observer } = watched()
    const emitter = crowdedEmitter()
    for (let request = 0; request < 10; request += 1) {
      const trace = observer.begin()
      for (let index = 0; index < 70; index += 1) {
        const listener = emitter.listener()
        trace?.add(listener)
        listener.open = false
      }
      if (trace !== undefined) observer.end(trace, '/news')
    }
    expect(emitter.read).toBe(0)
  })

  test('F21: is read as often as makes up for it by a response of hours, which does not grow', () => {
    const { observer } = watched()
    const emitter = crowdedEmitter()
    const trace = observer.begin()
    for (let index = 0; index < CROWD; index += 1) {
      const listener = emitter.listener()
      listener.open = false
      trace?.add(listener)
    }
    expect(trace?.opened?.length).toBeLessThan(CROWD / 4)
    expect(emitter.read).toBeGreaterThan(0)
    expect(emitter.read).toBeLessThanOrEqual(8 * CROWD)
  })

  test('is read by the sweep, and what is gone by then is no leak', () => {
    const { clock, events, observer } = watched()
    const emitter = crowdedEmitter()
    for (let request = 0; request < 50; request += 1) {
      const trace = observer.begin()
      const listener = emitter.listener()
      trace?.add(listener)
      listener.open = false
      if (trace !== undefined) observer.end(trace, '/news')
      clock.advance(10)
    }
    clock.advance(5000)
    expect([emitter.read > 0, events, observer.outstanding()]).toEqual([true, [], []])
  })
})
