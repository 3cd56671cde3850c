import { Piecewise } from '../src/piecewise.js'
import { inTurns } from '../src/platform/in-turns.js'
import { SimulatedApp, started } from './support/simulated-app.js'

const nextTurn = () => new Promise<void>((resolve) => void setImmediate(resolve))

function busy(ms: number): void {
  const until = performance.now() + ms
  while (performance.now() < until);
}

function piecewise(onError: (error: unknown) => void = () => {}) {
  return new Piecewise({ inTurns, stopwatch: () => () => 7, onError })
}

afterEach(() => {
  for (const app of started.splice(0)) app.monitor.stop()
})

describe('work in pieces', () => {
  test('what is long waits for the next turn, and others come in between', async () => {
    const seen: string[] = []
    const work = piecewise()
    const long = (function* () {
      for (const piece of ['first', 'second']) {
        seen.push(piece)
        busy(2)
        yield
      }
    })()
    setImmediate(() => work.begin(long, () => {}))
    setImmediate(() => seen.push('somebody else'))
    while (seen.length < 3) await nextTurn()
    expect(seen).toEqual(['first', 'somebody else', 'second'])
  })

  test('short pieces share a turn', () => {
    const work = piecewise()
    let pieces = 0
    const shortOnes = (function* () {
      for (; pieces < 3; pieces += 1) yield
    })()
    work.begin(shortOnes, () => {})
    expect(pieces).toBe(3)
    expect(work.isBusy).toBe(false)
  })

  test('each piece but the first is told with its length', () => {
    const told: number[] = []
    const work = new Piecewise({
      inTurns: (step) => {
        while (step());
      },
      stopwatch: () => () => 7,
      onError: () => {},
    })
    work.begin([undefined, undefined].values(), (ms) => told.push(ms))
    expect(told).toEqual([7, 7])
  })

  test('closed meanwhile it does nothing more, and other work may begin', async () => {
    const work = piecewise()
    let ended = false
    work.begin(
      (function* () {
        busy(2)
        yield
        ended = true
      })(),
      () => {},
    )
    expect(work.isBusy).toBe(true)
    work.close()
    await nextTurn()
    await nextTurn()
    expect(ended).toBe(false)
    work.begin([].values(), () => {})
    expect(work.isBusy).toBe(false)
  })

  test('what is thrown in a later turn reaches nobody but `onError`, and ends the work', async () => {
    const errors: unknown[] = []
    const work = piecewise((error) => errors.push(error))
    work.begin(
      (function* () {
        busy(2)
        yield
        throw new Error('in pieces')
      })(),
      () => {},
    )
    await nextTurn()
    await nextTurn()
    expect(errors).toEqual([new Error('in pieces')])
    expect(work.isBusy).toBe(false)
  })

  test('a listener that stops the monitor ends the work it is called from', () => {
    const app = new SimulatedApp({
      sites: [{ functionName: 'remember', bytesPerRequest: 2000, keeps: 'all' }],
    })
    app.monitor.on('leak', () => app.monitor.stop())
    app.run(120)
    expect(app.told.leak).toHaveLength(1)
    expect(app.errors).toEqual([])
    const { collections } = app
    app.run(60)
    expect(app.collections).toBe(collections)
  })
})
