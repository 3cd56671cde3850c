import { fixture } from './create-fixture.js'
import { MIB } from './fakes.js'

describe('the body of /health', () => {
  test('F75: a stranger reads the state, and no figure or name beside the ratio', async () => {
    const { health, board, sampler } = fixture({ checks: { 'orders-db': () => 'fail' } })
    sampler.failing = ['cgroup']
    board.put('health', () => [
      {
        status: 'degraded',
        code: 'leak-confirmed',
        message: 'heap grows by 123456 bytes a second in addOrder (orders.js:9)',
        leak: { kind: 'heap', perSecond: 123_456, suspect: 'addOrder (orders.js:9)' },
      },
      { status: 'degraded', code: 'queue-backlog', message: '9999 jobs wait on redis-7' },
    ])
    board.put('note', { code: 'advice', message: 'start with --max-old-space-size=195' })
    const { body, statusCode } = await health.read(false)
    expect(statusCode).toBe(200)
    expect(body).toEqual({
      status: 'degraded',
      reasons: [
        { code: 'sampler-failing', message: 'Memory cannot be read' },
        { code: 'check-failed', message: 'A check fails' },
        { code: 'leak-confirmed', message: 'Memory is leaking' },
        { code: 'queue-backlog', message: 'A part of the application reports a problem' },
      ],
      uptimeSeconds: 1,
      memory: { pressure: 'normal', ratio: 0.2, signal: 'container' },
    })
  })

  test('who may see details gets figures, checks, the leak and notes', async () => {
    const { health, board } = fixture({ checks: { db: async () => {} } })
    board.put('health', () => [
      {
        status: 'degraded',
        code: 'leak-confirmed',
        message: 'grows',
        leak: { kind: 'heap', suspect: 'a.js:1' },
      },
    ])
    board.put('note', { code: 'advice', message: 'use a flag' })
    const { body } = await health.read(true)
    expect(body.memory).toEqual({
      pressure: 'normal',
      ratio: 0.2,
      signal: 'container',
      rssBytes: 100 * MIB,
      heapUsedBytes: 40 * MIB,
      heapLimitBytes: 260 * MIB,
      externalBytes: 3 * MIB,
      containerUsedBytes: 110 * MIB,
      containerLimitBytes: 512 * MIB,
    })
    expect(body.reasons).toEqual([{ code: 'leak-confirmed', message: 'grows' }])
    expect(body.leak).toEqual({ kind: 'heap', suspect: 'a.js:1' })
    expect(body.checks).toEqual({ db: { status: 'pass' } })
    expect(body.notes?.map(({ code }) => code)).toEqual(['advice'])
  })

  test('F15: a worker thread says whose memory the figures are', async () => {
    const { health } = fixture()
    expect((await health.read(true)).body.notes).toBeUndefined()
    const worker = fixture()
    worker.facts.isWorkerThread = true
    expect((await worker.health.read(true)).body.notes?.[0]?.code).toBe('worker-thread')
  })

  test('F15: what two parts have to say under one code is told once, in the words of the first', async () => {
    const { board, facts, health } = fixture()
    facts.isWorkerThread = true
    board.put('note', { code: 'worker-thread', message: 'told by the guard' })
    board.put('note', { code: 'worker-thread', message: 'told by another guard' })
    const { body } = await health.read(true)
    expect(body.notes).toEqual([{ code: 'worker-thread', message: 'told by the guard' }])
  })

  test('status codes follow the status', async () => {
    const { health, facts, board } = fixture({ statusCodes: { 'needs-restart': 503 }, maxUptimeMs: 1000 })
    facts.upMs = 5000
    expect((await health.read(false)).statusCode).toBe(503)
    board.put('drain', () => true)
    expect((await health.read(false)).statusCode).toBe(200)
  })

  test('F06: a ratio that is no number never reaches the body', async () => {
    const { health, sampler } = fixture()
    sampler.pressure = { ...sampler.pressure, ratio: Number.NaN }
    expect((await health.read(false)).body.memory.ratio).toBe(0)
  })
})

describe('application/health+json', () => {
  test('needs-restart at 200 is warn, at 503 fail', async () => {
    const gentle = fixture({ maxUptimeMs: 1 })
    const { body } = await gentle.health.readIetf(false)
    expect(body).toEqual({
      status: 'warn',
      output: 'The process is due for its planned restart',
      checks: {
        'memory:utilization': [
          { componentType: 'system', observedValue: 0.2, observedUnit: 'ratio', status: 'pass' },
        ],
        uptime: [{ componentType: 'system', observedValue: 1, observedUnit: 's', status: 'pass' }],
      },
    })
    const strict = fixture({ maxUptimeMs: 1, statusCodes: { 'needs-restart': 503 } })
    expect(await strict.health.readIetf(false)).toMatchObject({ statusCode: 503, body: { status: 'fail' } })
  })

  test('healthy is pass, and details add the checks by name', async () => {
    const { health } = fixture({ checks: { db: () => true } })
    const { body } = await health.readIetf(true)
    expect(body.status).toBe('pass')
    expect(body.output).toBeUndefined()
    expect(body.checks.db).toEqual([{ componentType: 'component', status: 'pass' }])
    expect(body.checks['memory:rss']?.[0]?.observedValue).toBe(100 * MIB)
  })
})
