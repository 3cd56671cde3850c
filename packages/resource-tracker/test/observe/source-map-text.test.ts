import { mapTextOf, mapUrlOf, sourcePathOf } from '../../src/observe/source-map-text.js'

describe('source maps', () => {
  test('the last address in the file counts', () => {
    const source = 'a()\n//# sourceMappingURL=old.map\nb()\n//# sourceMappingURL=new.js.map\n'
    expect(mapUrlOf(source)).toBe('new.js.map')
    expect(mapUrlOf('//@ sourceMappingURL=legacy.map')).toBe('legacy.map')
    expect(mapUrlOf('const text = "//# sourceMappingURL=no.map"')).toBeUndefined()
    expect(mapUrlOf('')).toBeUndefined()
  })

  test('a map inside of the address', () => {
    const map = '{"version":3,"names":["ü"]}'
    const base64 = Buffer.from(map).toString('base64')
    expect(mapTextOf(`data:application/json;base64,${base64}`)).toBe(map)
    expect(mapTextOf(`data:application/json;charset=utf-8;base64,${base64}`)).toBe(map)
    expect(mapTextOf(`data:application/json,${encodeURIComponent(map)}`)).toBe(map)
    expect(mapTextOf('server.js.map')).toBeUndefined()
  })

  test.each([
    ['../src/a.ts', '/app/dist', '/app/src/a.ts'],
    ['./a.ts', '/app/dist', '/app/dist/a.ts'],
    ['/abs/a.ts', '/app/dist', '/abs/a.ts'],
    ['file:///app/src/a%20b.ts', '/app/dist', '/app/src/a b.ts'],
    ['webpack://shop/./src/a.ts', '/app/dist', 'webpack://shop/./src/a.ts'],
  ])('%s in %s', (source, folder, path) => {
    expect(sourcePathOf(undefined, source, folder)).toBe(path)
  })

  test.each([
    ['../src', '/app/src/a.ts'],
    ['../src/', '/app/src/a.ts'],
    ['/else/where', '/else/where/a.ts'],
    ['', '/app/dist/a.ts'],
    ['webpack://shop', 'webpack://shop/a.ts'],
  ])('relative to the root %j', (root, path) => {
    expect(sourcePathOf(root, 'a.ts', '/app/dist')).toBe(path)
  })
})
