import { isText } from '../src/body-kind.js'

test.each([
  ['application/json', true],
  ['application/vnd.api+json; charset=utf-8', true],
  ['application/x-www-form-urlencoded', true],
  ['Text/Plain', true],
  ['application/soap+xml', true],
  ['multipart/form-data; boundary=x', false],
  ['application/octet-stream', false],
  ['video/mp4', false],
  ['', false],
  [undefined, false],
])('whether %s becomes strings or objects: %s', (contentType, expected) => {
  expect(isText(contentType)).toBe(expected)
})
