import fc from 'fast-check'
import { parseFrame, parseStack } from '../../src/observe/stack-frame.js'

describe('a line of a stack', () => {
  test.each([
    ['a function', 'sendVideo (/app/server.js:13:8)', 'sendVideo', '/app/server.js', 13, 8],
    [
      'a method',
      'DiskStorage._handleFile (/app/disk.js:40:10)',
      'DiskStorage._handleFile',
      '/app/disk.js',
      40,
      10,
    ],
    ['no name', '/app/server.js:12:5', '<anonymous>', '/app/server.js', 12, 5],
    ['an await', 'async handler (/app/a.js:1:2)', 'handler', '/app/a.js', 1, 2],
    ['an await without a name', 'async /app/a.js:1:2', '<anonymous>', '/app/a.js', 1, 2],
    ['an alias', 'Layer.handle [as handle_request] (/m/layer.js:95:5)', 'Layer.handle', '/m/layer.js', 95, 5],
    ['a timer', 'Timeout.poll [as _onTimeout] (/app/a.js:1:2)', 'poll', '/app/a.js', 1, 2],
    ['as Error.stack has it', '    at new Pool (/app/pool.js:3:1)', 'new Pool', '/app/pool.js', 3, 1],
    ['a module', 'open (file:///app/a%20b/m.mjs:9:3)', 'open', '/app/a b/m.mjs', 9, 3],
    ['a module on Windows', 'open (file:///C:/app/m.mjs:9:3)', 'open', 'C:/app/m.mjs', 9, 3],
    ['a script on Windows', 'open (C:\\app\\m.js:9:3)', 'open', 'C:\\app\\m.js', 9, 3],
    ['parentheses in the path', 'open (/app (1)/m.js:9:3)', 'open', '/app (1)/m.js', 9, 3],
    ['Node', 'node:internal/fs/streams:72:5', '<anonymous>', 'node:internal/fs/streams', 72, 5],
    ['eval', 'eval (eval at run (/app/eval.js:7:9), <anonymous>:1:1)', 'eval', '/app/eval.js', 7, 9],
  ])('%s', (_, text, functionName, file, line, column) => {
    expect(parseFrame(text)).toEqual({ functionName, file, line, column })
  })

  test.each([
    '',
    'native',
    'Array.map (native)',
    'new Promise (<anonymous>)',
    'async Promise.all (index 0)',
    'Error: x',
  ])('no place: %j', (text) => {
    expect(parseFrame(text)).toBeUndefined()
  })

  test('P: any text is read without an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(Array.isArray(parseStack(text))).toBe(true)
      }),
    )
  })

  test('a long line that leads nowhere is read in no time', () => {
    const startMs = performance.now()
    parseFrame(`${'a ('.repeat(20_000)}:`)
    parseFrame(`eval at ${'(a'.repeat(20_000)}`)
    expect(performance.now() - startMs).toBeLessThan(1000)
  })
})
