import { placeText } from '../../src/naming/place-text.js'

test.each([
  [{ functionName: 'send', file: '/a.js', line: 3 }, 'send (/a.js:3)'],
  [{ functionName: 'send', file: '/a.js', line: 0 }, 'send (/a.js)'],
  [{ functionName: '', file: '/a.js' }, '(anonymous) (/a.js)'],
  [{ functionName: 'push', file: '' }, 'push'],
  [{ functionName: 'push' }, 'push'],
])('%j is %s', (place, text) => {
  expect(placeText(place)).toBe(text)
})
