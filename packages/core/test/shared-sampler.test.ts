import { PlimsollError } from '../src/errors/plimsoll-error.js'
import { sharedSampler } from '../src/shared-sampler.js'

describe('the shared sampler', () => {
  test('is one and the same for everybody, with the first options', () => {
    const first = sharedSampler({ intervalMs: 500 })
    expect(sharedSampler()).toBe(first)
    expect(sharedSampler({ intervalMs: 500 })).toBe(first)
  })

  test('different options later are an error that names both values', () => {
    sharedSampler({ intervalMs: 500 })
    const ask = () => sharedSampler({ intervalMs: 250 })
    expect(ask).toThrow(PlimsollError)
    expect(ask).toThrow(/samplerOptions\.intervalMs.*500.*250/)
    expect(ask).toThrow(expect.objectContaining({ code: 'ERR_PLIMSOLL_OPTION_CONFLICT' }))
  })

  test.each([
    [
      'of which the first had none',
      { limitBytes: 2 ** 29 },
      /limitBytes`: .* made without; .* with 536870912\. Give/,
    ],
    [
      'whose default another part wants',
      { intervalMs: 1000 },
      /intervalMs`: .* made with 500; .* with 1000\. Give/,
    ],
    [
      'that is a text',
      { intervalMs: 500, cgroupRoot: '/x' },
      /cgroupRoot`: .* made without; .* with "\/x"\. Give/,
    ],
  ])('F34: an option %s is told in words, not as undefined', (_, options, message) => {
    sharedSampler({ intervalMs: 500 })
    expect(() => sharedSampler({ intervalMs: 500, ...options })).toThrow(message)
    expect(() => sharedSampler({ intervalMs: 500, ...options })).not.toThrow(/undefined/)
  })

  test('F31: two copies of the package share it', () => {
    let copy: typeof sharedSampler | undefined
    jest.isolateModules(() => {
      copy = require('../src/shared-sampler.js').sharedSampler
    })
    expect(copy).not.toBe(sharedSampler)
    expect(copy?.()).toBe(sharedSampler())
  })

  test('F31: an error of one copy is an instance of the class of the other', () => {
    let copy: typeof sharedSampler | undefined
    jest.isolateModules(() => {
      copy = require('../src/shared-sampler.js').sharedSampler
    })
    sharedSampler()
    expect(() => copy?.({ workers: 64 })).toThrow(PlimsollError)
  })
})
