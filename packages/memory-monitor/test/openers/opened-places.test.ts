import { placesOf } from '../../src/openers/opened-places.js'

const frame = (functionName: string, file: string, line = 7) => ({ functionName, file, line, column: 3 })
const NODE = frame('open', 'node:fs')
const EXPRESS = frame('next', '/app/node_modules/express/lib/router/index.js')
const opened = (frames: readonly ReturnType<typeof frame>[], path = '/tmp/up/1') => ({
  frames,
  path,
  atMs: 0,
})
const isOurs = (file: string) => file.startsWith('/ours/')

test("the handler's own function is named before a package's that it calls; the most first", () => {
  const own = [
    NODE,
    frame('serveFile', '/app/node_modules/files/index.js'),
    frame('sendVideo', '/app/a.js'),
    EXPRESS,
  ]
  const its = [
    NODE,
    frame('', '/app/node_modules/multer/storage/disk.js', 38),
    EXPRESS,
    frame('main', '/app/a.js', 1),
  ]
  const found = placesOf([opened(its), opened(own), opened(own, '/tmp/up/2')], isOurs)
  expect(found).toMatchObject([
    { functionName: 'sendVideo', file: '/app/a.js', count: 2, resourceType: 'file /tmp/up/*' },
    { functionName: '(anonymous)', line: 38, package: 'multer', count: 1, resourceType: 'file /tmp/up/1' },
  ])
  expect(found[0]?.share).toBeCloseTo(2 / 3)
  expect(found[0]?.stack[0]).toBe('open (node:fs:7)')
})

test('what this suite and Node open by themselves is nobody to blame', () => {
  expect(placesOf([opened([NODE]), opened([NODE, frame('look', '/ours/a.js')])], isOurs)).toEqual([])
})
