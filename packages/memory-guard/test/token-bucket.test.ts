import { TokenBucket } from '../src/token-bucket.js'

const taken = (bucket: TokenBucket, tries: number, nowMs: number) =>
  Array.from({ length: tries }, () => bucket.take(nowMs)).filter(Boolean).length

describe('token bucket', () => {
  test('F37: lets a burst through and then a steady rate', () => {
    const bucket = new TokenBucket(50, 100, 0)
    expect(taken(bucket, 1000, 0)).toBe(100)
    expect(taken(bucket, 1000, 1000)).toBe(50)
    expect(taken(bucket, 1000, 1020)).toBe(1)
  })

  test('a long pause fills it up to the burst, not beyond', () => {
    const bucket = new TokenBucket(50, 100, 0)
    taken(bucket, 100, 0)
    expect(taken(bucket, 1000, 3_600_000)).toBe(100)
  })

  test('a flood every millisecond gets the rate', () => {
    const bucket = new TokenBucket(50, 100, 0)
    let total = 0
    for (let nowMs = 0; nowMs < 10_000; nowMs += 1) total += taken(bucket, 5, nowMs)
    expect(total).toBeGreaterThan(550)
    expect(total).toBeLessThanOrEqual(600)
  })
})
