import { board } from '../src/board.js'

describe('board', () => {
  test('what is put is listed until it is taken off', () => {
    const endpoint = board().put('endpoint', { path: '/health' })
    const other = board().put('endpoint', { path: '/metrics' })
    expect(board().list('endpoint')).toEqual([{ path: '/health' }, { path: '/metrics' }])
    endpoint.close()
    expect(board().list('endpoint')).toEqual([{ path: '/metrics' }])
    other.close()
    expect(board().list('endpoint')).toEqual([])
  })

  test('taking off twice takes off once, even with two equal entries', () => {
    const entry = { path: '/health' }
    const first = board().put('endpoint', entry)
    const second = board().put('endpoint', entry)
    first.close()
    first.close()
    expect(board().list('endpoint')).toEqual([entry])
    second.close()
  })

  test('a list stays the same object until it changes: readers can tell by comparing', () => {
    const before = board().list('metrics')
    const metrics = board().put('metrics', () => [])
    const after = board().list('metrics')
    expect(after).not.toBe(before)
    expect(board().list('metrics')).toBe(after)
    metrics.close()
  })

  test('a reader in the middle of a list is not disturbed by an entry that takes itself off', () => {
    const seen: string[] = []
    const first = board().put('endpoint', { path: '/a' })
    const second = board().put('endpoint', { path: '/b' })
    for (const { path } of board().list('endpoint')) {
      seen.push(path)
      first.close()
    }
    expect(seen).toEqual(['/a', '/b'])
    second.close()
  })

  test('F31: two copies of the module share one board', () => {
    let copy: typeof board | undefined
    jest.isolateModules(() => {
      copy = require('../src/board.js').board
    })
    expect(copy).not.toBe(board)
    expect(copy?.()).toBe(board())
  })
})
