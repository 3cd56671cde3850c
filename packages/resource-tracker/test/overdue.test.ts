import type { OpenRequest } from '../src/overdue-requests.js'
import { tracked } from './tracked.js'

const request = (route?: string) => {
  const open = {
    ...{ method: 'GET', route, answered: false, timedOut: 0 },
    timeOut() {
      open.timedOut += 1
    },
  }
  return open satisfies OpenRequest
}

describe('F17: requests that are never answered', () => {
  test('are listed after overdueMs, oldest first, until they end', () => {
    const { tracker, clock } = tracked({ overdueMs: 1000 })
    const [first, second, third] = [request('/a'), request(), request('/c')]
    tracker.requests.begin(first, first)
    clock.advance(600)
    tracker.requests.begin(second, second)
    clock.advance(300)
    tracker.requests.begin(third, third)
    expect(tracker.overdue()).toEqual([])
    clock.advance(800)
    expect(tracker.overdue()).toEqual([
      { method: 'GET', route: '/a', ageMs: 1700 },
      { method: 'GET', ageMs: 1100 },
    ])
    tracker.requests.end(first)
    tracker.requests.end(first)
    expect(tracker.overdue()).toMatchObject([{ ageMs: 1100 }])
    expect(clock.pending).toBe(0)
  })

  test('F21: one whose answer has begun is not overdue, however long it streams', () => {
    const { tracker, clock } = tracked({ overdueMs: 1000, timeoutMs: 1000 })
    const streaming = request()
    tracker.requests.begin(streaming, streaming)
    streaming.answered = true
    clock.advance(3_600_000)
    expect([tracker.overdue(), streaming.timedOut]).toEqual([[], 0])
  })

  test('end for their resources after timeoutMs, each at its own time, by one timer', () => {
    const { tracker, clock } = tracked({ timeoutMs: 1000 })
    const requests = [request(), request(), request()] as const
    for (const each of requests) {
      tracker.requests.begin(each, each)
      clock.advance(400)
    }
    expect(clock.pending).toBe(1)
    expect(requests.map(({ timedOut }) => timedOut)).toEqual([1, 0, 0])
    tracker.requests.end(requests[1])
    clock.advance(600)
    expect(requests.map(({ timedOut }) => timedOut)).toEqual([1, 0, 1])
    clock.advance(10_000)
    expect(requests.map(({ timedOut }) => timedOut)).toEqual([1, 0, 1])
    expect([tracker.stats.timedOut, clock.pending]).toEqual([2, 0])
    expect(tracker.overdue()).toHaveLength(2)
  })

  test('are not counted unless somebody asks for it', () => {
    expect(tracked().tracker.requests.enabled).toBe(false)
    expect(tracked({ overdueMs: 1 }).tracker.requests.enabled).toBe(true)
    expect(tracked({ timeoutMs: 1 }).tracker.requests.enabled).toBe(true)
  })

  test('a closed tracker has no timer', () => {
    const { tracker, clock } = tracked({ timeoutMs: 1000 })
    tracker.requests.begin({}, request())
    tracker.close()
    expect([clock.pending, tracker.overdue()]).toEqual([0, []])
  })
})
