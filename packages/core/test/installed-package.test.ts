import { packageOf } from '../src/index.js'

test.each([
  ['/app/server.js', undefined],
  ['node:fs', undefined],
  ['/app/node_modules/express/lib/router.js', 'express'],
  ['/app/node_modules/@koa/router/lib/layer.js', '@koa/router'],
  ['/app/node_modules/a/node_modules/b/index.js', 'b'],
  ['C:\\app\\node_modules\\@koa\\router\\index.js', '@koa/router'],
])('%s is of %s', (file, name) => {
  expect(packageOf(file)).toBe(name)
})
