import { mountOf } from '../src/mount-of.js'

test.each([
  ['a route of the application', '', '/y/7', '/y/:id', 500, ''],
  ['an error that has left a router', '', '/sub/y/7', '/y/:id', 500, '/sub'],
  ['one that has left two of three', '/a', '/a/b/c/z/7?q=/x', '/z/:id', 500, '/a/b/c'],
  ['a router with a parameter', '', '/u/7/posts/', '/posts', 404, '/u/7'],
  ['the root of a router', '', '/sub', '/', 500, '/sub'],
  ['an error answered in its router', '/sub', '/sub/y/7', '/y/:id', 422, '/sub'],
  ['what went well, of a rewritten path', '', '/tenant/y/7', '/y/:id', 200, ''],
  ['a path that was rewritten and is shorter', '/api', '/y/7', '/y/:id', 500, '/api'],
  ['a pattern that stands for any number of segments', '', '/sub/files/a/b', '/files/*rest', 500, ''],
  ['a route given as an expression', '', '/sub/y/7', /y/, 500, ''],
])('%s', (_, baseUrl, originalUrl, template, statusCode, expected) => {
  expect(mountOf(baseUrl, originalUrl, template, statusCode)).toBe(expected)
})
