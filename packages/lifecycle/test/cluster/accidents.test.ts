import fc from 'fast-check'
import { type FakeWorker, type Program, wellBehaved } from './fake-cluster.js'
import { settle, supervise } from './supervised.js'

const WORKERS = 3

const BREEDS = {
  good: (worker: FakeWorker) => wellBehaved.onStart?.(worker),
  late: (worker: FakeWorker) => worker.say({ word: 'hello' }),
  dies: (worker: FakeWorker) => worker.exit(1),
}

const accident = fc.oneof(
  fc.record({ do: fc.constant('restart' as const) }),
  fc.record({ do: fc.constant('breed' as const), breed: fc.constantFrom('good', 'good', 'late', 'dies') }),
  fc.record({ do: fc.constantFrom('crash' as const, 'ask' as const, 'lose' as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(100, 1000, 5000) }),
)

test('F83: whatever happens in whatever order, nobody is let go whom the others cannot do without', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(accident, { maxLength: 25 }), async (accidents) => {
      const spared: number[] = []
      let breed: keyof typeof BREEDS = 'good'
      const program: Program = {
        onStart: (worker) => BREEDS[breed](worker),
        onWord(worker, word) {
          if (word.word !== 'drain') return
          // One that finishes by itself, or is of no use any more, is nobody's decision.
          if (word.reason === 'a test') spared.push(readyBeside(worker.id))
          worker.say({ word: 'draining', withinMs: 1000 })
          worker.exit()
        },
        onDisconnect: (worker) => worker.exit(),
      }
      const { cluster, rolling, pass } = supervise({ workers: WORKERS, readyTimeoutMs: 2000 }, program)
      const readyBeside = (id: number): number =>
        rolling.workers.filter((each) => each.id !== id && each.state === 'ready').length
      await settle()
      for (const each of accidents) {
        if (each.do === 'restart') void rolling.restart('a test')
        else if (each.do === 'breed') breed = each.breed as keyof typeof BREEDS
        else if (each.do === 'pass') await pass(each.ms, 500)
        else {
          const worker = cluster.alive[each.which % Math.max(1, cluster.alive.length)]
          if (each.do === 'crash') worker?.exit(134)
          else if (each.do === 'lose') worker?.loseChannel()
          else worker?.say({ word: 'restart', reason: 'a test' })
        }
        await settle()
      }
      breed = 'good'
      // Longer than the longest back-off, twice.
      await pass(80_000, 500)
      // One that has hung since its start is left alone until the next restart.
      void rolling.restart('a test')
      await pass(20_000, 500)
      expect(spared.filter((others) => others < WORKERS)).toEqual([])
      expect(rolling.state).toBe('serving')
      expect(rolling.workers.map(({ state }) => state)).toEqual(Array(WORKERS).fill('ready'))
      rolling.close()
    }),
    { numRuns: 60 },
  )
})
