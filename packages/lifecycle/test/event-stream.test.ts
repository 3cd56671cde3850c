import type { ServerResponse } from 'node:http'
import { isEventStreamResponse } from '../src/connections/event-stream.js'

const response = (header: string | undefined, head: string, ended = false) =>
  ({
    headersSent: true,
    writableEnded: ended,
    getHeader: () => header,
    _header: `HTTP/1.1 200 OK\r\n${head}\r\n\r\n`,
  }) as unknown as ServerResponse

test.each([
  ['set as a header', response('text/event-stream; charset=utf-8', ''), true],
  ['given to writeHead', response(undefined, 'content-type: Text/Event-Stream'), true],
  ['ended already', response('text/event-stream', '', true), false],
  [
    'something else, whatever its client accepts',
    response('application/x-ndjson', 'X: text/event-stream'),
    false,
  ],
])('events are told by their content type: %s', (_name, res, isEvents) => {
  expect(isEventStreamResponse(res)).toBe(isEvents)
})
