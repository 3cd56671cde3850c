import { MIB, SimulatedProcess } from './simulated-process.js'

const REQUEST = { path: '/work', holdsBytes: 2 * MIB, holdsForMs: 100 }
const COSTS = { costs: { '/work': 2 * MIB } }

/** A container that is full of garbage: nothing is held, and V8 sees no reason to collect. */
function fullOfGarbage(options: ConstructorParameters<typeof SimulatedProcess>[0] = {}) {
  const app = new SimulatedProcess({ guard: COSTS, ...options })
  app.collectsByItself = false
  app.litterTo(0.965)
  app.clock.advance(2000)
  return app
}

describe('reclaiming', () => {
  test('before somebody is shed, garbage is collected once, and then it fits', () => {
    const app = fullOfGarbage()
    expect(app.burst(8, REQUEST)).toBe(8)
    expect(app.gc.collections).toBe(1)
    expect(app.guard.stats.reclaims.collected).toBe(1)
  })

  test('reclaim: false never collects, and sheds instead', () => {
    const app = fullOfGarbage({ guard: { ...COSTS, reclaim: false } })
    app.burst(20, REQUEST)
    expect(app.gc.collections).toBe(0)
    expect(app.guard.stats.shed).toBeGreaterThan(0)
  })

  test('F15: where nobody can collect, a worker thread, it is counted and goes on', () => {
    const app = fullOfGarbage({ collectorAvailable: false })
    app.burst(20, REQUEST)
    expect(app.gc.collections).toBe(0)
    expect(app.guard.stats.reclaims.unavailable).toBeGreaterThan(0)
    expect(app.guard.stats.shed).toBeGreaterThan(0)
  })

  test('a pause that would be longer than allowed is not made', () => {
    const app = fullOfGarbage({ pauseMs: 5000 })
    app.burst(8, REQUEST)
    expect(app.gc.collections).toBe(1)
    app.clock.advance(60_000)
    app.litterTo(0.965)
    app.clock.advance(2000)
    app.burst(20, REQUEST)
    expect(app.gc.collections).toBe(1)
    expect(app.guard.stats.reclaims['pause-too-long']).toBeGreaterThan(0)
  })

  test('memory that nobody can collect is not collected again and again', () => {
    const app = new SimulatedProcess({ guard: COSTS })
    app.nativeBytes = 0.965 * 256 * MIB - app.heapUsedBytes
    for (let ms = 0; ms < 60_000; ms += 10) {
      app.litterTo(1)
      app.burst(3, REQUEST)
      app.clock.advance(10)
    }
    // Every 100 ms would be 600; backing off makes it a handful, and each minute fewer.
    expect(app.gc.collections).toBeLessThan(30)
    expect(app.guard.stats.reclaims.useless).toBe(app.gc.collections)
  })

  test.each([
    ['a third of the time at most', 1, 1 / 3],
    ['half of it while the loop has time to spare', 0.5, 1 / 2],
  ])('under steady overload collections take %s', (_, loopBusyRatio, share) => {
    const app = new SimulatedProcess({ guard: COSTS, pauseMs: 60 })
    app.loopBusyRatio = loopBusyRatio
    for (let ms = 0; ms < 20_000; ms += 10) {
      app.burst(20, REQUEST)
      app.clock.advance(10)
    }
    expect(app.gc.collections * 60).toBeLessThan(20_000 * share)
    expect(app.guard.stats.admitted).toBeGreaterThan(2000)
    expect(app.peakBytes).toBeLessThan(256 * MIB)
  })

  test('nothing latches: with nothing in flight somebody is let in, even where nobody can collect', () => {
    const app = new SimulatedProcess({ guard: { ...COSTS, reclaim: false } })
    app.collectsByItself = false
    app.litterTo(0.9)
    let admitted = 0
    for (let second = 0; second < 5; second += 1) {
      app.clock.advance(1000)
      if (app.arrive(REQUEST) === undefined) admitted += 1
    }
    expect(admitted).toBe(5)
  })
})

/** Fills the container with what turns out to be garbage, is looked at, and is collected. */
function rose(app: SimulatedProcess, ratio: number): void {
  app.litterTo(ratio)
  app.clock.advance(1000)
  app.gc.collect()
  app.gc.emit({ startMs: app.clock.now(), heapUsedBytes: app.heapUsedBytes, externalBytes: 0 })
}

describe('pages that V8 keeps', () => {
  /** A burst is over: what it took lies in V8's pool, resident and in use by nobody. */
  function afterBurst(options: ConstructorParameters<typeof SimulatedProcess>[0] = {}) {
    const app = new SimulatedProcess({ guard: COSTS, poolsPages: true, ...options })
    app.collectsByItself = false
    rose(app, 0.965)
    // A neighbour takes what is left: nothing of the pool would help a guard that may not give it back.
    app.nativeBytes += 0.03 * 256 * MIB
    app.clock.advance(2000)
    return app
  }

  test('they are given back when they are what stands in the way', () => {
    const app = afterBurst()
    expect(app.burst(50, REQUEST)).toBe(50)
    expect(app.gc.releases).toBe(1)
    expect(app.guard.stats.reclaims).toMatchObject({ released: 1, collected: 0 })
    expect(app.usedBytes).toBeLessThan(200 * MIB)
  })

  test('giving back takes a twentieth of the time at most', () => {
    const app = afterBurst({ pauseMs: 30 })
    for (let second = 0; second < 20; second += 1) {
      app.burst(50, REQUEST)
      rose(app, 0.985)
    }
    expect(app.gc.releases).toBeGreaterThan(1)
    expect(app.gc.releases * 3 * 30).toBeLessThan(20_000 / 20 + 90)
  })

  test('never where it would pause for longer than allowed, or reclaiming is off', () => {
    for (const guard of [
      { ...COSTS, reclaim: { maxPauseMs: 5 } },
      { ...COSTS, reclaim: false as const },
    ]) {
      const app = afterBurst({ guard })
      app.burst(50, REQUEST)
      expect(app.gc.releases).toBe(0)
    }
  })

  test('new requests take them first, so less than the last of them need not be free', () => {
    const app = new SimulatedProcess({ guard: { ...COSTS, reclaim: false }, poolsPages: true })
    app.collectsByItself = false
    rose(app, 0.93)
    app.clock.advance(2000)
    expect(app.burst(20, REQUEST)).toBe(20)
    expect(app.peakBytes).toBeLessThan(0.94 * 256 * MIB)
  })
})

describe('memory that is not ours', () => {
  test('is not taken for pages that V8 keeps, however much of it there is', () => {
    const app = new SimulatedProcess({ guard: COSTS, poolsPages: true })
    rose(app, 0.3)
    // A database or a worker thread takes it, and gives nothing back.
    app.nativeBytes += 110 * MIB
    app.clock.advance(1000)
    for (let ms = 0; ms < 5000; ms += 10) {
      app.arrive({ ...REQUEST, holdsForMs: 1000, allocatesAfterMs: 60 })
      app.clock.advance(10)
    }
    expect(app.gc.releases).toBeLessThan(5)
    expect(app.peakBytes).toBeLessThan(0.97 * 256 * MIB)
  })

  test('is not given back for ever: what a release left is not kept', () => {
    const app = new SimulatedProcess({ guard: COSTS, poolsPages: true })
    app.collectsByItself = false
    rose(app, 0.9)
    app.nativeBytes += 20 * MIB
    app.clock.advance(1000)
    app.burst(80, REQUEST)
    const { releases } = app.gc
    for (let second = 0; second < 60; second += 1) {
      app.burst(80, REQUEST)
      app.clock.advance(1000)
    }
    expect(app.gc.releases).toBeLessThan(releases + 30)
  })
})

describe('nothing latches', () => {
  test('garbage that would take too long to collect is collected once nobody can get in', () => {
    const app = new SimulatedProcess({
      ...{ containerLimitBytes: 1024 * MIB, idleHeapBytes: 400 * MIB, pauseMs: 500 },
      guard: { costs: { '/work': 2 * MIB } },
    })
    app.collectsByItself = false
    let lastAdmittedMs = 0
    for (let ms = 0; ms < 120_000; ms += 10) {
      if (!app.arrive({ path: '/work', holdsBytes: 2 * MIB, holdsForMs: 100 })) lastAdmittedMs = ms
      app.clock.advance(10)
    }
    expect(lastAdmittedMs).toBeGreaterThan(100_000)
  })
})

test('a first request that fills a cache does not shut all others out', () => {
  const app = new SimulatedProcess()
  app.arrive({ path: '/first', holdsBytes: MIB, holdsForMs: 50 })
  app.heldBytes += 120 * MIB
  app.clock.advance(1000)
  let admitted = 0
  for (let second = 0; second < 30; second += 1) {
    if (!app.arrive({ path: '/other', holdsBytes: 1024, holdsForMs: 20 })) admitted += 1
    app.clock.advance(1000)
  }
  expect(admitted).toBeGreaterThan(25)
})

test('a job that filled the heap and ended while nothing was in flight does not shut everybody out', () => {
  const app = new SimulatedProcess({ guard: COSTS })
  app.collectsByItself = false
  app.litterTo(0.99)
  // V8 collects while the job still holds its memory: what is live with nothing in flight is the job.
  app.gc.emit({
    ...{ kind: 'major', forced: false, startMs: app.clock.now(), durationMs: 10 },
    ...{ heapUsedBytes: app.heapUsedBytes, externalBytes: 0 },
  })
  app.clock.advance(2000)
  let admitted = 0
  for (let second = 0; second < 60; second += 1) {
    if (!app.arrive(REQUEST)) admitted += 1
    app.clock.advance(1500)
  }
  expect(admitted).toBeGreaterThan(50)
})

describe('while the loop has no time to spare', () => {
  const busy = (app: SimulatedProcess, ratio: number, forMs: number): void => {
    app.loopBusyRatio = ratio
    app.clock.advance(forMs)
  }

  test('V8 may let more garbage pile up, and less again afterwards', () => {
    const app = new SimulatedProcess({ guard: COSTS })
    app.heapLimitBytes = 259 * MIB
    busy(app, 1, 20_000)
    expect(app.gc.growthPercent).toBe(50)
    busy(app, 0.3, 20_000)
    expect(app.gc.growthPercent).toBeUndefined()
  })

  test('V8 keeps its own will where it would let more pile up: its heap is large', () => {
    const app = new SimulatedProcess({ guard: COSTS })
    app.heapLimitBytes = 2048 * MIB
    busy(app, 1, 20_000)
    expect(app.gc.growthPercent).toBeUndefined()
  })

  test('a guard that is closed leaves V8 as it was', () => {
    const app = new SimulatedProcess({ guard: COSTS })
    app.heapLimitBytes = 259 * MIB
    busy(app, 1, 20_000)
    expect(app.gc.growthPercent).toBe(50)
    app.guard.close()
    expect(app.gc.growthPercent).toBeUndefined()
  })

  test('reclaim: false leaves V8 alone', () => {
    const app = new SimulatedProcess({ guard: { ...COSTS, reclaim: false } })
    app.heapLimitBytes = 259 * MIB
    busy(app, 1, 20_000)
    expect(app.gc.growthPercent).toBeUndefined()
  })
})
