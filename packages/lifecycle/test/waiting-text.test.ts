import { safePath } from '../src/connections/safe-path.js'
import { allWaiting } from '../src/connections/waiting.js'
import { durationText, waitingText } from '../src/connections/waiting-text.js'

const nothing = allWaiting([])

test('names the oldest, counts the rest', () => {
  const requests = [4000, 1000, 3000, 2000].map((sinceMs) => ({
    method: 'POST',
    path: `/orders/${sinceMs}`,
    sinceMs,
    unread: sinceMs === 1000,
  }))
  const upgraded = [
    { protocol: 'websocket', path: '/chat', sinceMs: -11_515_000 },
    { protocol: 'tunnel', path: 'example:443', sinceMs: 0 },
  ]
  expect(waitingText({ ...nothing, requests, upgraded, arriving: 1, idle: 2 }, 5000)).toBe(
    '4 requests (POST /orders/1000, whose client does not read the answer, for 4.0 s; POST /orders/2000, for 3.0 s; ' +
      'POST /orders/3000, for 2.0 s; 1 more), 1 WebSocket (/chat, for 3.2 h), ' +
      '1 upgraded connection (tunnel example:443, for 5.0 s), 1 request that is still arriving, 2 idle connections',
  )
  expect(waitingText(nothing, 0)).toBe('nothing')
})

test.each([
  [0, '0.0 s'],
  [99_900, '99.9 s'],
  [120_000, '2.0 min'],
  [7_200_000, '2.0 h'],
])('%d ms is %s', (ms, text) => expect(durationText(ms)).toBe(text))

test.each([
  ['/orders?token=secret', '/orders'],
  [undefined, '/'],
  ['', '/'],
  ['/a\u001b[31m\nb', '/a?[31m?b'],
  [`/${'x'.repeat(200)}`, `/${'x'.repeat(79)}…`],
])('the path of %j is told as %s', (url, path) => expect(safePath(url)).toBe(path))
