import { MIB, SimulatedProcess } from './simulated-process.js'

const UPLOAD = { method: 'POST', path: '/upload', holdsBytes: 8 * MIB, holdsForMs: 200 }
const COSTS = { costs: { 'POST /upload': 8 * MIB } }

describe('fitting', () => {
  test('while all is calm everybody is let in, and nobody looks at memory', () => {
    const app = new SimulatedProcess({ guard: { costs: { '/': 10_000 } } })
    const looksBefore = app.looks
    expect(app.burst(1000, { holdsBytes: 10_000 })).toBe(1000)
    expect(app.looks).toBe(looksBefore)
  })

  test('of 500 uploads within 50 ms with a declared cost only those that fit are let in', () => {
    const app = new SimulatedProcess({ guard: COSTS })
    let admitted = 0
    for (let i = 0; i < 50; i += 1) {
      // Their memory is not there yet when the next ones are decided on.
      admitted += app.burst(10, { ...UPLOAD, allocatesAfterMs: 60 })
      app.clock.advance(1)
    }
    expect(admitted * 8 * MIB).toBeGreaterThan(0.3 * (256 - 50) * MIB)
    app.clock.advance(1000)
    expect(app.peakBytes).toBeLessThan(0.97 * 256 * MIB)
    expect(app.guard.stats.byReason.container).toBe(500 - admitted)
    expect(app.inFlight).toBe(0)
  })

  test('no dwell: when those have ended, the next ones are let in at once', () => {
    const app = new SimulatedProcess({ guard: COSTS })
    const first = app.burst(500, UPLOAD)
    expect(first).toBeLessThan(500)
    expect(app.arrive(UPLOAD)?.status).toBe(503)
    app.clock.advance(201)
    expect(app.burst(500, UPLOAD)).toBeGreaterThanOrEqual(first / 2)
  })

  test('a cheap request is let in beside uploads that fill their share', () => {
    const app = new SimulatedProcess({ guard: { costs: { ...COSTS.costs, '/ping': 10_000 } } })
    app.burst(500, { ...UPLOAD, allocatesAfterMs: 1000 })
    app.clock.advance(20)
    expect(app.arrive({ path: '/ping' })).toBeUndefined()
  })

  test('a body declared larger than can ever fit is 413, one that could fit later 503', () => {
    const app = new SimulatedProcess()
    const upload = (bodyBytes: number) => app.arrive({ method: 'POST', path: '/x', bodyBytes })
    expect(upload(300 * MIB)).toMatchObject({ status: 413, reason: 'body-size' })
    // A client's mistake: health has nothing to say of it.
    expect(app.guard.health).toEqual([])
    expect(upload(60 * MIB)).toBeUndefined()
    expect(upload(100 * MIB)).toMatchObject({ status: 503, reason: 'container' })
    expect(app.guard.health).toMatchObject([
      { code: 'shedding', message: expect.stringMatching(/^1 request was/) },
    ])
    app.clock.advance(1000)
    expect(upload(100 * MIB)).toBeUndefined()
  })

  test("a file is not held against V8's heap limit, beside which it lies; text is", () => {
    const app = new SimulatedProcess({ containerLimitBytes: undefined })
    app.heapLimitBytes = 256 * MIB
    const send = (bodyBytes: number, bodyOnHeap?: boolean) =>
      app.arrive({ method: 'PUT', path: '/x', bodyBytes, ...(bodyOnHeap !== undefined && { bodyOnHeap }) })
    expect(send(1024 * MIB)).toMatchObject({ status: 413, reason: 'body-size' })
    expect(send(1024 * MIB, true)).toMatchObject({ status: 413, reason: 'body-size' })
    // Right after a refusal that is repeated without looking.
    for (let nth = 0; nth < 3; nth += 1) expect(send(1024 * MIB, false)).toBeUndefined()
    expect(send(120 * MIB, true)).toBeUndefined()
    expect(send(120 * MIB, true)).toMatchObject({ status: 503, reason: 'heap' })
    expect(send(120 * MIB, false)).toBeUndefined()
    app.clock.advance(1000)
    expect(send(100 * MIB, true)).toBeUndefined()
  })

  test('in a container a file counts like all else', () => {
    const app = new SimulatedProcess()
    const file = { method: 'PUT', path: '/x', bodyOnHeap: false }
    expect(app.arrive({ ...file, bodyBytes: 300 * MIB })).toMatchObject({ status: 413, reason: 'body-size' })
    expect(app.arrive({ ...file, bodyBytes: 60 * MIB })).toBeUndefined()
  })

  test('with admitBySize: false what a client declares is not believed', () => {
    const app = new SimulatedProcess({ guard: { admitBySize: false } })
    expect(app.arrive({ method: 'POST', path: '/x', bodyBytes: 300 * MIB })).toBeUndefined()
  })

  test('what memory would have room for, but a busy loop has not, says so', () => {
    const app = new SimulatedProcess({ guard: COSTS })
    const whileCalm = app.burst(500, UPLOAD)
    app.loopBusyRatio = 1
    app.clock.advance(5000)
    const whileBusy = app.burst(whileCalm, UPLOAD)
    expect(whileBusy).toBeLessThan(whileCalm)
    expect(app.guard.stats.byReason).toEqual({
      container: 500 - whileCalm,
      'loop-busy': whileCalm - whileBusy,
    })
  })

  test('a refusal says when to come back, in whole seconds within the range', () => {
    const app = new SimulatedProcess({ guard: { ...COSTS, retryAfterSeconds: [3, 5] } })
    app.burst(500, UPLOAD)
    const shed = app.arrive(UPLOAD)
    expect([3, 4, 5]).toContain(shed?.retryAfterSeconds)
  })

  test('the cap of the user on resident memory is a limit like the container', () => {
    const app = new SimulatedProcess({ guard: COSTS, containerLimitBytes: undefined, limitBytes: 256 * MIB })
    expect(app.burst(500, UPLOAD)).toBeLessThan(40)
    expect(app.guard.stats.byReason).toEqual({ rss: expect.any(Number) })
  })

  test('without any limit nobody is shed: a laptop is no container', () => {
    const app = new SimulatedProcess({ containerLimitBytes: undefined })
    expect(app.burst(200, { ...UPLOAD, holdsBytes: MIB })).toBe(200)
  })

  test('what is held on the heap has to fit under V8 limit as well', () => {
    const app = new SimulatedProcess({ guard: COSTS, containerLimitBytes: 4096 * MIB })
    app.heapLimitBytes = 260 * MIB
    app.clock.advance(1000)
    const admitted = app.burst(500, { ...UPLOAD, allocatesAfterMs: 10 })
    expect(admitted * 8 * MIB).toBeLessThan(250 * MIB)
    expect(app.guard.stats.byReason).toEqual({ heap: 500 - admitted })
  })

  test('signals that do not count turn nobody away', () => {
    const app = new SimulatedProcess({ guard: { ...COSTS, signals: ['heap-live'] } })
    expect(app.burst(100, UPLOAD)).toBe(100)
  })

  test('F05: a limit that is lowered counts for the very next request', () => {
    const app = new SimulatedProcess({ guard: COSTS })
    expect(app.arrive(UPLOAD)).toBeUndefined()
    app.containerLimitBytes = 52 * MIB
    app.clock.advance(2000)
    expect(app.arrive(UPLOAD)?.reason).toBe('container')
  })

  test('nothing latches: what filled the container while the process started is forgotten once it is gone', () => {
    const app = new SimulatedProcess({ guard: COSTS, nativeBytes: 0.99 * 256 * MIB })
    expect(app.arrive(UPLOAD)?.reason).toBe('container')
    app.nativeBytes = 40 * MIB
    app.clock.advance(2000)
    expect(app.burst(10, UPLOAD)).toBe(10)
  })

  test('dry-run lets everybody in and counts whom it would have shed', () => {
    const events: boolean[] = []
    const app = new SimulatedProcess({
      guard: { ...COSTS, mode: 'dry-run', onShed: ({ dryRun }) => events.push(dryRun) },
    })
    expect(app.burst(100, UPLOAD)).toBe(100)
    expect(app.guard.stats.shed).toBeGreaterThan(50)
    expect(new Set(events)).toEqual(new Set([true]))
    app.clock.advance(1000)
    expect(app.inFlight).toBe(0)
  })

  test('F41: while nothing is given back, turning away again costs no look at memory', () => {
    const app = new SimulatedProcess({ guard: COSTS })
    app.burst(500, UPLOAD)
    app.clock.advance(20)
    app.arrive(UPLOAD)
    const looksBefore = app.looks
    expect(app.burst(1000, UPLOAD)).toBe(0)
    expect(app.looks).toBe(looksBefore)
  })

  test('onShed is told why, with numbers', () => {
    const events: unknown[] = []
    const app = new SimulatedProcess({ guard: { ...COSTS, onShed: (event) => events.push(event) } })
    app.burst(500, UPLOAD)
    expect(events.at(-1)).toEqual({
      reason: 'container',
      priority: 'normal',
      status: 503,
      method: 'POST',
      path: '/upload',
      ratio: expect.any(Number),
      usedBytes: expect.any(Number),
      limitBytes: 256 * MIB,
      costBytes: 8 * MIB,
      dryRun: false,
    })
  })
})
