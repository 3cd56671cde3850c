import type { LeakKind } from '../../src/leak-kind.js'
import type { LeakReport } from '../../src/report/leak-report.js'
import { byCause, lineOf } from '../../src/report/same-cause.js'

const report = (kind: LeakKind, perSecond: number, functionName?: string): LeakReport => ({
  kind,
  state: 'confirmed',
  growth: { perSecond, total: 0, unit: kind === 'handles' ? 'items' : 'bytes' },
  suspects:
    functionName === undefined ? [] : [{ functionName, file: '/app/live.js', line: 9, share: 1, stack: [] }],
  evidence: {},
  message: `${kind} grows.`,
})

test('what one place is blamed for is one cause and one line, in the order given', () => {
  const reports = [
    report('native', 1_400_000, 'liveLog'),
    report('heap', 60_000, 'liveLog'),
    report('handles', 2, 'liveLog'),
    report('external', 100_000, 'upload'),
  ]
  const causes = byCause(reports)
  expect(causes.map((each) => each.map(({ kind }) => kind))).toEqual([
    ['native', 'heap', 'handles'],
    ['external'],
  ])
  expect(lineOf(causes[0] ?? [])).toBe(
    'native grows. It shows in the heap (3.4 MiB a minute) and handles (120 a minute) as well.',
  )
  expect(lineOf(causes[1] ?? [])).toBe('external grows.')
})

test('what nobody is blamed for has no cause in common', () => {
  expect(byCause([report('native', 1), report('heap', 1)])).toHaveLength(2)
})
