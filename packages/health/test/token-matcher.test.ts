import fc from 'fast-check'
import { tokenMatcher } from '../src/platform/token-matcher.js'

describe('tokenMatcher', () => {
  test('F67: accepts each of several tokens and nothing else', () => {
    const matches = tokenMatcher(['first-token-of-16', 'second-token-of-16'])
    expect(matches('first-token-of-16')).toBe(true)
    expect(matches('second-token-of-16')).toBe(true)
    expect(matches('')).toBe(false)
    expect(matches('first-token-of-1')).toBe(false)
  })

  test('F67: no other text matches', () => {
    const matches = tokenMatcher(['the-only-token-here'])
    fc.assert(fc.property(fc.string(), (text) => matches(text) === (text === 'the-only-token-here')))
  })
})
