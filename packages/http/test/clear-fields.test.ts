import { clearFields } from '../src/clear-fields.js'

describe('clearing fields', () => {
  const cleared = (holders: readonly unknown[], names: readonly string[]): unknown[] => {
    const errors: unknown[] = []
    clearFields(holders, names, (error) => errors.push(error))
    return errors
  }

  test('sets what is there to undefined, and makes nothing that is not', () => {
    const holder = { loaded: 1, other: 2 }
    expect(cleared([holder], ['loaded', 'never'])).toEqual([])
    expect(holder).toEqual({ loaded: undefined, other: 2 })
    expect(Object.keys(holder)).toEqual(['loaded', 'other'])
  })

  test('leaves alone what is inherited: it is not of this request', () => {
    const inherited = { loaded: 'of all' }
    const holder = Object.create(inherited)
    expect(cleared([holder], ['loaded'])).toEqual([])
    expect(inherited.loaded).toBe('of all')
  })

  test('F28: what cannot be set is reported, and the rest is cleared', () => {
    const guarded = Object.defineProperty({ loaded: 1 } as { loaded?: number; fixed?: number }, 'fixed', {
      get: () => 7,
    })
    const frozen = Object.freeze({ loaded: 1 })
    const throwing = Object.defineProperty({}, 'loaded', {
      set() {
        throw new Error('mine')
      },
    })
    const holders = [undefined, null, 5, frozen, throwing, guarded]
    expect(cleared(holders, ['fixed', 'loaded'])).toHaveLength(3)
    expect(guarded.loaded).toBeUndefined()
  })
})
