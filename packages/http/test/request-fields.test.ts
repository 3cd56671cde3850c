import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import * as fields from '../src/request-fields.js'

/** All that is read of a request and its response, whose head has gone out. */
function read(req: IncomingMessage, res: ServerResponse) {
  return {
    method: fields.methodOf(req),
    majorVersion: fields.majorVersionOf(req),
    rawHeaders: fields.rawHeadersOf(req),
    hasState: fields.streamStateOf(req) !== undefined,
    isDestroyed: fields.isDestroyed(res),
    socket: fields.socketOf(res),
    statusCode: fields.statusCodeOf(res),
    headersSent: fields.headersSentOf(res),
    hasGoneOut: fields.hasGoneOut(res),
  }
}

function exchange() {
  const socket = new Socket()
  const req = new IncomingMessage(socket)
  Object.assign(req, { method: 'PUT', httpVersionMajor: 1, httpVersionMinor: 1, rawHeaders: ['Host', 'x'] })
  const res = new ServerResponse(req)
  res.assignSocket(socket)
  res.statusCode = 201
  return { req, res, socket }
}

test('a field reads the same once requests have been met that each have a class of their own', () => {
  const { req, res, socket } = exchange()
  const expected = {
    ...{ method: 'PUT', majorVersion: 1, rawHeaders: ['Host', 'x'], hasState: true, isDestroyed: false },
    ...{ socket, statusCode: 201, headersSent: false, hasGoneOut: false },
  }
  fields.meetClasses(req)
  expect(read(req, res)).toEqual(expected)
  const framework = Object.create(IncomingMessage.prototype)
  fields.meetClasses(Object.setPrototypeOf(exchange().req, framework))
  expect(read(req, res)).toEqual(expected)
  res.destroy()
  expect(read(req, res)).toEqual({ ...expected, isDestroyed: true })
})

test('an upgraded socket has no status, and no socket but itself', () => {
  const socket = new Socket()
  expect(fields.statusCodeOf(socket)).toBeUndefined()
  expect(fields.socketOf(socket)).toBeUndefined()
  expect(fields.isDestroyed(socket)).toBe(false)
})
