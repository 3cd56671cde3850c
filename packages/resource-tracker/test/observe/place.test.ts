import { placeOf } from '../../src/observe/place.js'

const stack = (...lines: string[]): string => lines.join('\n')
const isOurs = (file: string): boolean => file.startsWith('/suite/')
const NODE = 'Object.createReadStream (node:fs:3101:10)'
const ROUTER = [
  'Layer.handleRequest (/app/node_modules/router/lib/layer.js:152:17)',
  'next (/app/node_modules/router/lib/route.js:157:13)',
]
const UPSTREAM = 'authenticate (/app/auth.js:5:3)'

describe('the place of a stack', () => {
  test("is the innermost frame that is neither Node's nor ours", () => {
    const place = placeOf(
      stack(NODE, 'wrapper (/suite/timers.js:1:1)', 'sendVideo (/app/server.js:13:8)'),
      isOurs,
    )
    expect(place?.frame).toMatchObject({ functionName: 'sendVideo', file: '/app/server.js', line: 13 })
    expect(place?.package).toBeUndefined()
  })

  test("prefers the application's call to the package that it called, and tells the package", () => {
    const send = 'SendStream.stream (/app/node_modules/send/index.js:700:19)'
    const sendFile = 'ServerResponse.sendFile (/app/node_modules/express/lib/response.js:400:5)'
    const place = placeOf(stack(NODE, send, sendFile, 'download (/app/server.js:20:7)', ...ROUTER), isOurs)
    expect(place?.frame.functionName).toBe('download')
    expect(place?.package).toBe('send')
  })

  test.each([
    ['Express 5', ROUTER],
    ['Express 4', ['Layer.handle [as handle_request] (/app/node_modules/express/lib/router/layer.js:95:5)']],
    ['Koa', ['dispatch (/app/node_modules/koa-compose/index.js:42:32)']],
    ['the router of Koa', ['dispatch (/app/node_modules/@koa/router/lib/router.js:423:32)']],
    ['connect', ['next (/app/node_modules/connect/index.js:90:5)']],
  ])('middleware of the application that only came before is not blamed: %s', (_, handsOn) => {
    const multer = 'DiskStorage._handleFile (/app/node_modules/multer/storage/disk.js:40:10)'
    const place = placeOf(stack(NODE, multer, ...handsOn, UPSTREAM), isOurs)
    expect(place?.frame).toMatchObject({ file: '/app/node_modules/multer/storage/disk.js', line: 40 })
    expect(place?.package).toBe('multer')
  })

  test('packages with a scope, and those inside of others', () => {
    const nested = 'open (/app/node_modules/a/node_modules/@scope/files/lib/open.js:1:1)'
    expect(placeOf(stack(nested), isOurs)?.package).toBe('@scope/files')
    expect(placeOf(stack('open (C:\\app\\node_modules\\@s\\f\\open.js:1:1)'), isOurs)?.package).toBe('@s/f')
  })

  test('is the same for all stacks that lead there', () => {
    const here = 'open (/app/files.js:3:1)'
    const one = placeOf(stack(here, 'a (/app/a.js:1:1)'), isOurs)
    const other = placeOf(stack(here, 'b (/app/b.js:1:1)'), isOurs)
    expect(one?.key).toBe(other?.key)
  })

  test('there is none where nothing but Node is seen', () => {
    expect(
      placeOf(stack(NODE, 'node:internal/timers:1:1', 'evalmachine.<anonymous>:1:1'), isOurs),
    ).toBeUndefined()
    expect(placeOf('', isOurs)).toBeUndefined()
  })
})
