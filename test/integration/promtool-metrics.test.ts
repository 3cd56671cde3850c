import type { MetricFamily } from '@plimsoll/core'
import { createFakeClock } from '@plimsoll/core/testing'
import { createMetrics } from '@plimsoll/metrics'
import fc from 'fast-check'
import { FakeSampler, fakeBoard } from '../../packages/metrics/test/fakes.js'
import { describeWithPromtool, promtool } from './promtool.js'

function fixture() {
  const board = fakeBoard()
  const sampler = new FakeSampler()
  const metrics = createMetrics(undefined, { board, sampler, clock: createFakeClock() })
  metrics.start()
  return { board, sampler, metrics }
}

async function verdictOn(metrics: { scrape(): Promise<{ text: string }> }) {
  const { text } = await metrics.scrape()
  return { text, ...promtool(['check', 'metrics'], text) }
}

const VALID = { exitCode: 0, output: '' }

describeWithPromtool('promtool reads what /metrics serves', () => {
  test('of this very process, without a word of complaint', async () => {
    const { metrics, sampler } = fixture()
    sampler.collected('major', 12)
    metrics.requests?.observe('GET', '/users/:id', 200, 0.02)
    metrics.requests?.observe('POST', undefined, 404, 0.2)
    expect(await verdictOn(metrics)).toMatchObject(VALID)
  })

  test('promtool does complain when there is reason to', () => {
    expect(promtool(['check', 'metrics'], 'a{b="\n"} 1\n').exitCode).not.toBe(0)
  })

  test('F49: label values and numbers of any kind are valid exposition', async () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '\\',
        '"',
        '\n',
        '\\n',
        '\r\n',
        '\\"',
        '}',
        '{a="b"} 1',
        '# EOF',
        '\u0000',
        '\ud800',
        '',
      ),
    )
    const anyNumber = fc.oneof(
      fc.double(),
      fc.constantFrom(
        -0,
        1e21,
        1e-7,
        5e-324,
        Number.MAX_VALUE,
        Number.MAX_SAFE_INTEGER + 2,
        Number.POSITIVE_INFINITY,
      ),
    )
    const point = fc.record({ labels: fc.record({ a: hostile, b: hostile }), value: anyNumber })
    await fc.assert(
      fc.asyncProperty(fc.array(point, { minLength: 100, maxLength: 300 }), async (points) => {
        const { metrics, board } = fixture()
        const family = (name: string, type: MetricFamily['type']): MetricFamily => ({
          name,
          help: 'Anything \\ and "more"\nin two lines.',
          type,
          points: points.map(({ labels, value }, index) => ({ labels: { ...labels, index }, value })),
        })
        board.family(family('plimsoll_hostile', 'gauge'))
        board.family(family('plimsoll_hostile_requests_total', 'counter'))
        for (const { labels, value } of points) metrics.requests?.observe(labels.a, labels.b, value, value)
        expect(await verdictOn(metrics)).toMatchObject(VALID)
      }),
      { numRuns: 20 },
    )
  })

  test('F49: points that say the same under one name do not make a series twice', async () => {
    const { metrics, board } = fixture()
    const points = [
      { value: 1 },
      { value: 2 },
      { labels: { a: '1' }, value: 3 },
      { labels: { a: 1 }, value: 4 },
    ]
    board.family({ name: 'plimsoll_twice', help: 'Twice.', type: 'gauge', points })
    const { text, exitCode } = await verdictOn(metrics)
    expect(exitCode).toBe(0)
    expect(text.match(/^plimsoll_twice.*$/gm)).toEqual(['plimsoll_twice 2', 'plimsoll_twice{a="1"} 4'])
  })
})
