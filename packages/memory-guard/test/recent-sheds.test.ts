import { RecentSheds } from '../src/recent-sheds.js'

describe('what health is told of shedding', () => {
  test('nothing while nobody is turned away', () => {
    expect(new RecentSheds().report(5000, false)).toEqual([])
  })

  test('how many and why, and nothing any more once it is over', () => {
    const recent = new RecentSheds()
    for (let ms = 0; ms < 12_000; ms += 100) recent.note('container', ms)
    expect(recent.report(12_000, false)).toEqual([
      {
        status: 'degraded',
        code: 'shedding',
        message: '120 requests were turned away in the last seconds, the latest because of container',
      },
    ])
    expect(recent.report(40_000, false)).toEqual([])
  })

  test('a dry run says that it is one', () => {
    const recent = new RecentSheds()
    recent.note('rss', 0)
    expect(recent.report(1, true)[0]?.message).toContain('would have been turned away (dry run)')
  })
})
