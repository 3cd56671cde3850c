import { codesOf, fixture } from './create-fixture.js'
import { MIB } from './fakes.js'

const HOUR = 3_600_000

describe('status and reasons', () => {
  test('a calm process is healthy and gives no reasons', () => {
    const { health } = fixture()
    expect(health.status).toBe('healthy')
    expect(health.reasons).toEqual([])
  })

  test('the worst reason decides: draining, then needs-restart, then degraded', () => {
    const { health, board, sampler, facts } = fixture({ maxUptimeMs: HOUR })
    sampler.pressure = { level: 'critical', ratio: 0.95, signal: 'container', sinceMs: 0 }
    expect(health.status).toBe('degraded')
    facts.upMs = 2 * HOUR
    expect(health.status).toBe('needs-restart')
    const drain = board.put('drain', () => true)
    expect(health.status).toBe('draining')
    expect(codesOf(health)).toEqual(['draining', 'max-uptime', 'memory-critical'])
    drain.close()
    expect(health.status).toBe('needs-restart')
  })

  test('a part that reports draining in its own words is not told twice', () => {
    const { health, board } = fixture()
    board.put('drain', () => true)
    board.put('health', () => [{ status: 'draining', code: 'draining', message: 'until 12:00' }])
    expect(codesOf(health)).toEqual(['draining'])
  })

  test('F01: readings that keep failing are named', () => {
    const { health, sampler } = fixture()
    sampler.failing = ['cgroup', 'v8-heap']
    expect(health.status).toBe('degraded')
    expect(health.reasons[0]).toMatchObject({ code: 'sampler-failing' })
    expect(health.reasons[0]?.message).toContain('cgroup, v8-heap')
  })

  test('critical pressure degrades, elevated does not', () => {
    const { health, sampler } = fixture()
    sampler.pressure = { level: 'elevated', ratio: 0.85, signal: 'heap-live', sinceMs: 0 }
    expect(health.status).toBe('healthy')
    sampler.pressure = { level: 'critical', ratio: 0.93, signal: 'heap-live', sinceMs: 0 }
    expect(health.reasons).toEqual([
      {
        status: 'degraded',
        code: 'memory-critical',
        message: 'Pressure is critical: heap-live is at 93 % of its limit',
      },
    ])
  })

  test('F35: a report that throws, and a drain state that throws, cost the others nothing', () => {
    const { health, board, errors } = fixture()
    board.put('health', () => {
      throw new Error('broken report')
    })
    board.put('drain', () => {
      throw new Error('broken drain')
    })
    board.put('health', () => [{ status: 'degraded', code: 'disk-full', message: 'Disk is full' }])
    expect(codesOf(health)).toEqual(['disk-full'])
    expect(errors.map(String)).toEqual(
      expect.arrayContaining(['Error: broken report', 'Error: broken drain']),
    )
  })

  test('what is closed leaves the board', () => {
    const { health, board, sampler } = fixture()
    expect(board.list('metrics')).toHaveLength(1)
    expect(sampler.limitListeners.size).toBe(1)
    health.start()
    expect(board.list('metrics')).toHaveLength(1)
    health.close()
    health.close()
    expect(board.list('metrics')).toHaveLength(0)
    expect(sampler.limitListeners.size).toBe(0)
    health.start()
    expect(board.list('metrics')).toHaveLength(0)
  })
})

describe('max-uptime', () => {
  test.each([
    [0, 24],
    [0.5, 21.6],
    [1, 19.2],
  ])('with a draw of %d it is due after %d hours', (draw, dueHours) => {
    const { health, facts } = fixture({}, () => draw)
    facts.upMs = dueHours * HOUR - 1
    expect(health.status).toBe('healthy')
    facts.upMs = dueHours * HOUR
    expect(codesOf(health)).toEqual(['max-uptime'])
  })

  test('the jitter is drawn once', () => {
    let draws = 0
    const { health } = fixture({}, () => {
      draws += 1
      return Math.random()
    })
    for (let reads = 0; reads < 10; reads += 1) health.status
    expect(draws).toBe(1)
  })

  test('false switches it off', () => {
    const { health, facts } = fixture({ maxUptimeMs: false })
    facts.upMs = 1e12
    expect(health.status).toBe('healthy')
  })
})

describe('limit-changed', () => {
  test('a limit that shrinks below what V8 may take asks for a restart, and takes it back', () => {
    const { health, sampler } = fixture()
    sampler.changeLimit(270 * MIB)
    expect(health.status).toBe('needs-restart')
    expect(health.reasons[0]).toMatchObject({ code: 'limit-changed' })
    expect(health.reasons[0]?.message).toContain('512 MiB to 270 MiB')
    sampler.changeLimit(512 * MIB)
    expect(health.status).toBe('healthy')
  })

  test('a limit that grows far beyond the heap asks for a restart', () => {
    const { health, sampler } = fixture()
    sampler.changeLimit(600 * MIB)
    expect(health.status).toBe('healthy')
    sampler.changeLimit(1024 * MIB)
    expect(codesOf(health)).toEqual(['limit-changed'])
  })

  test('where V8 never suited the container a change asks for nothing: a restart would not help', () => {
    const { health, sampler } = fixture()
    sampler.latest = { ...sampler.latest, containerLimitBytes: 256 * MIB }
    sampler.changeLimit(240 * MIB)
    expect(health.status).toBe('healthy')
  })

  test('a limit that cannot be read any more is no change', () => {
    const { health, sampler } = fixture()
    sampler.changeLimit(500 * MIB)
    const { containerLimitBytes: _, ...unlimited } = sampler.latest
    sampler.latest = unlimited
    expect(health.status).toBe('healthy')
  })
})

describe('leaks', () => {
  const leak = { kind: 'heap', perSecond: 1000, secondsToLimit: 500, suspect: 'handler (app.js:7)' }

  test('a confirmed leak degrades, and needs a restart once its forecast is near enough', () => {
    const report = { status: 'degraded', code: 'leak-confirmed', message: 'heap grows', leak } as const
    const relaxed = fixture()
    relaxed.board.put('health', () => [report])
    expect(relaxed.health.status).toBe('degraded')
    const strict = fixture({ restartOnLeakWithinSeconds: 600 })
    strict.board.put('health', () => [report])
    expect(strict.health.status).toBe('needs-restart')
    const later = fixture({ restartOnLeakWithinSeconds: 400 })
    later.board.put('health', () => [report])
    expect(later.health.status).toBe('degraded')
  })
})
