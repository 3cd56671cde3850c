import { fixture } from './create-fixture.js'

describe('probes', () => {
  test('startup and readiness turn when the server listens', () => {
    const { health } = fixture()
    expect(health.startupz).toEqual({ ok: false, reason: 'starting' })
    expect(health.readyz).toEqual({ ok: false, reason: 'starting' })
    health.listening()
    expect(health.startupz.ok).toBe(true)
    expect(health.readyz.ok).toBe(true)
  })

  test('or when the application says so, and with readyOnListen: false only then', () => {
    const early = fixture()
    early.health.markReady()
    expect(early.health.readyz.ok).toBe(true)
    const { health } = fixture({ readyOnListen: false })
    health.listening()
    expect(health.startupz.ok).toBe(false)
    health.markReady()
    expect(health.startupz.ok).toBe(true)
  })

  test('while draining it is not ready, but alive and started', () => {
    const { health, board } = fixture()
    health.markReady()
    const drain = board.put('drain', () => true)
    expect(health.readyz).toEqual({ ok: false, reason: 'draining' })
    expect(health.livez.ok).toBe(true)
    expect(health.startupz.ok).toBe(true)
    drain.close()
    expect(health.readyz.ok).toBe(true)
  })

  test('liveness never looks at memory, readiness only when asked to', () => {
    const critical = { level: 'critical', ratio: 0.99, signal: 'container', sinceMs: 0 } as const
    const usual = fixture()
    usual.sampler.pressure = critical
    usual.health.markReady()
    expect(usual.health.readyz.ok).toBe(true)
    const strict = fixture({ unreadyOnPressure: true })
    strict.sampler.pressure = critical
    strict.health.markReady()
    expect(strict.health.readyz).toEqual({ ok: false, reason: 'memory-critical' })
    expect(strict.health.livez.ok).toBe(true)
    strict.sampler.pressure = { ...critical, level: 'elevated' }
    expect(strict.health.readyz.ok).toBe(true)
  })
})

describe('health as metrics', () => {
  test('one series per status and per reason to restart', () => {
    const { board, facts } = fixture({ maxUptimeMs: 1000 })
    const valuesOf = (name: string, label: string) => {
      const family = board
        .list('metrics')
        .flatMap((read) => read())
        .find((each) => each.name === name)
      return Object.fromEntries(family?.points.map(({ labels, value }) => [labels?.[label], value]) ?? [])
    }
    facts.upMs = 10
    expect(valuesOf('plimsoll_health_status', 'status')).toEqual({
      healthy: 1,
      degraded: 0,
      'needs-restart': 0,
      draining: 0,
    })
    facts.upMs = 2000
    expect(valuesOf('plimsoll_health_status', 'status')).toMatchObject({ healthy: 0, 'needs-restart': 1 })
    expect(valuesOf('plimsoll_needs_restart', 'reason')).toEqual({
      'max-uptime': 1,
      'limit-changed': 0,
      'leak-confirmed': 0,
    })
  })
})
