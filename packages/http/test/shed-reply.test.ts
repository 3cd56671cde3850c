import type { Shed } from '@plimsoll/memory-guard'
import { shedReply } from '../src/shed-reply.js'

const shed = (more: Partial<Shed> = {}): Shed => ({
  decision: 'shed',
  status: 503,
  reason: 'container',
  retryAfterSeconds: 4,
  ...more,
})

const headerOf = (reply: { head: readonly string[] }, name: string): string | undefined => {
  const index = reply.head.indexOf(name)
  return index === -1 ? undefined : reply.head[index + 1]
}

describe('shed reply', () => {
  test('is a problem that can be read by machines, cached by nobody and tried again later', () => {
    const reply = shedReply(shed(), undefined)
    expect(reply.status).toBe(503)
    expect(headerOf(reply, 'Content-Type')).toBe('application/problem+json; charset=utf-8')
    expect(headerOf(reply, 'Cache-Control')).toBe('no-store')
    expect(headerOf(reply, 'Retry-After')).toBe('4')
    expect(Number(headerOf(reply, 'Content-Length'))).toBe(Buffer.byteLength(reply.body))
    expect(Object.keys(JSON.parse(reply.body))).toEqual(['type', 'title', 'status', 'detail'])
  })

  test.each([
    ['text/html,application/xhtml+xml,*/*;q=0.8', 'text/plain; charset=utf-8'],
    ['text/plain', 'text/plain; charset=utf-8'],
    ['application/json', 'application/problem+json; charset=utf-8'],
    ['text/plain, application/json', 'application/problem+json; charset=utf-8'],
    ['*/*', 'application/problem+json; charset=utf-8'],
    ['', 'application/problem+json; charset=utf-8'],
  ])('Accept: %s gets %s', (accept, contentType) => {
    expect(headerOf(shedReply(shed(), accept), 'Content-Type')).toBe(contentType)
  })

  test('a body that can never fit is 413 and is not asked to come again', () => {
    const reply = shedReply(shed({ status: 413, reason: 'body-size' }), undefined)
    expect(reply.status).toBe(413)
    expect(headerOf(reply, 'Retry-After')).toBeUndefined()
    expect(JSON.parse(reply.body)).toMatchObject({ status: 413, title: 'Content Too Large' })
  })

  test('F75: tells strangers nothing about memory, and not why', () => {
    for (const accept of [undefined, 'text/plain']) {
      const { body, head } = shedReply(shed({ reason: 'heap-live' }), accept)
      expect(`${head.join()}${body}`).not.toMatch(/heap|container|rss|bytes|ratio|memory/i)
    }
  })

  test('F41: the same answer is the same object: shedding allocates none', () => {
    const first = shedReply(shed(), '*/*')
    for (let i = 0; i < 100; i += 1) expect(shedReply(shed({ reason: 'rss' }), '*/*')).toBe(first)
  })

  test('an odd range of Retry-After does not grow the table of answers without end', () => {
    for (let seconds = 0; seconds < 5000; seconds += 1) shedReply(shed({ retryAfterSeconds: seconds }), 'a')
    const last = shedReply(shed({ retryAfterSeconds: 4999 }), 'a')
    expect(headerOf(last, 'Retry-After')).toBe('4999')
    expect(shedReply(shed({ retryAfterSeconds: 4999 }), 'a')).not.toBe(last)
  })
})
