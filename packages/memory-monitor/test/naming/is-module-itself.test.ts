import { isModuleItself } from '../../src/naming/is-module-itself.js'

test.each([
  ['what a file does when it is loaded', { functionName: '', line: 1, column: 1 }, true],
  ['a callback in its first line', { functionName: '', line: 1, column: 37 }, false],
  ['a function that it begins with', { functionName: 'main', line: 1, column: 1 }, false],
])('%s: %o is the module itself: %s', (_what, at, expected) => {
  expect(isModuleItself({ ...at, file: '/app/tariff.cjs' })).toBe(expected)
})
