import { type Advice, advise, type RuntimeFacts } from '../src/advisor.js'
import { heapFlags } from '../src/heap-flags.js'
import { runtimeFacts } from '../src/platform/runtime-facts.js'

const MIB = 1_048_576

/** Node 24 without flags, with V8's limit and the container's in MiB. */
function facts(heapMib: number, containerMib?: number, more: Partial<RuntimeFacts> = {}): RuntimeFacts {
  return {
    runtime: 'node',
    isWorkerThread: false,
    flags: {},
    knowsPercentageFlag: true,
    heapLimitBytes: heapMib * MIB,
    containerLimitBytes: containerMib === undefined ? undefined : containerMib * MIB,
    ...more,
  }
}

const codes = (advice: readonly Advice[]) => advice.map(({ code }) => code)
const text = (advice: readonly Advice[]) => advice.map(({ message }) => message).join('\n')

describe('advise', () => {
  test('has nothing to say without a container, or when the limits fit', () => {
    expect(advise(facts(4288))).toEqual([])
    expect(advise(facts(195, 256, { flags: { maxOldSpaceMib: 192 } }))).toEqual([])
    expect(advise(facts(390, 512, { flags: { maxOldSpacePercent: 75 } }))).toEqual([])
  })

  test("F16: V8's floor is above a small container: the flag is named with its number", () => {
    const advice = advise(facts(259, 256))
    expect(codes(advice)).toEqual(['heap-limit-above-container'])
    expect(text(advice)).toContain('259 MiB')
    expect(text(advice)).toContain('--max-old-space-size=192, or --max-old-space-size-percentage=75')
    expect(text(advice)).toContain('no less by itself')
  })

  test('F16: a flag that is larger than the container', () => {
    const advice = advise(facts(4144, 512, { flags: { maxOldSpaceMib: 4096 } }))
    expect(codes(advice)).toEqual(['heap-limit-above-container'])
    expect(text(advice)).toContain('--max-old-space-size=384')
    expect(text(advice)).not.toContain('by itself')
  })

  test('F16: Node 20 is not told of a flag that it does not know', () => {
    expect(text(advise(facts(259, 256, { knowsPercentageFlag: false })))).not.toContain('percentage')
  })

  test('a very small container needs more than a quarter beside the heap', () => {
    expect(text(advise(facts(259, 128)))).toMatch(/--max-old-space-size=64, on the command line/)
    expect(text(advise(facts(259, 64)))).toContain('--max-old-space-size=32')
  })

  test('F16: a missing flag leaves half of the container unused', () => {
    const advice = advise(facts(259, 512))
    expect(codes(advice)).toEqual(['heap-limit-not-set'])
    expect(text(advice)).toContain('--max-old-space-size=384')
  })

  test('a flag that leaves most of the container unused', () => {
    expect(codes(advise(facts(1030, 4096, { flags: { maxOldSpaceMib: 1024 } })))).toEqual([
      'heap-limit-below-container',
    ])
    expect(advise(facts(2050, 4096, { flags: { maxOldSpaceMib: 2048 } }))).toEqual([])
  })

  test('workers share the container', () => {
    const advice = advise(facts(560, 1024, { workers: 4 }))
    expect(codes(advice)).toEqual(['heap-limit-above-container'])
    expect(text(advice)).toContain('each of 4 processes has 256 MiB')
    expect(text(advice)).toContain('--max-old-space-size=192, or --max-old-space-size-percentage=18')
  })

  test('F15: a worker thread is told what its figures mean, and of the limit that is its own', () => {
    expect(codes(advise(facts(259, undefined, { isWorkerThread: true })))).toEqual(['worker-thread'])
    const tight = advise(facts(259, 256, { isWorkerThread: true }))
    expect(codes(tight)).toEqual(['worker-thread', 'heap-limit-above-container'])
    expect(text(tight)).toContain('maxOldGenerationSizeMb: 192')
    expect(text(tight)).not.toContain('--max-old-space-size')
  })

  test('a cap on resident memory that is exceeded before anything was served', () => {
    const capped = (limitBytes: number | undefined) =>
      advise(facts(4288, undefined, { limitBytes, rssBytes: 45 * MIB }))
    expect(codes(capped(40 * MIB))).toEqual(['limit-below-use'])
    expect(text(capped(40 * MIB))).toMatch(
      /limitBytes` is 40 MiB, and the process takes 45 MiB already.*turned away\.$/,
    )
    expect(text(capped(512))).toContain('512 MiB are 536870912.')
    expect([capped(512 * MIB), capped(undefined)]).toEqual([[], []])
  })

  test('F16: Bun and Deno are told what is left out, and nothing of flags', () => {
    for (const runtime of ['bun', 'deno'] as const) {
      const advice = advise(facts(259, 256, { runtime }))
      expect(codes(advice)).toEqual([`runtime-${runtime}`])
      expect(text(advice)).not.toContain('--max')
    }
  })

  test('F06: limits that are no numbers to divide by give no advice', () => {
    for (const bytes of [0, -1, Number.NaN]) {
      expect(advise(facts(259, bytes))).toEqual([])
      expect(advise(facts(bytes, 256))).toEqual([])
    }
  })
})

describe('heapFlags', () => {
  test('on the command line and in NODE_OPTIONS, in every spelling that Node takes', () => {
    expect(heapFlags(['--max-old-space-size=300'])).toEqual({ maxOldSpaceMib: 300 })
    expect(heapFlags(['--max_old_space_size', '300'])).toEqual({ maxOldSpaceMib: 300 })
    expect(heapFlags([], ' --trace-gc  "--max-old-space-size=128"')).toEqual({ maxOldSpaceMib: 128 })
    expect(heapFlags(['--max-old-space-size-percentage=75'])).toEqual({ maxOldSpacePercent: 75 })
  })

  test('the command line wins, and of two the later', () => {
    expect(heapFlags(['--max-old-space-size=2'], '--max-old-space-size=1')).toEqual({ maxOldSpaceMib: 2 })
    expect(heapFlags([], '--max-old-space-size=1 --max-old-space-size=3')).toEqual({ maxOldSpaceMib: 3 })
  })

  test('nothing where there is none, or no number', () => {
    expect(heapFlags([], undefined)).toEqual({})
    expect(heapFlags(['--max-old-space-size'], '--max-old-space-size=much')).toEqual({})
    expect(heapFlags(['--max-old-space-size-extra=5', 'max-old-space-size=5'])).toEqual({})
  })
})

describe('runtimeFacts', () => {
  const host = (more: object) => ({ versions: { ...process.versions, ...more } })

  test('tells of this process', () => {
    expect(runtimeFacts()).toMatchObject({ runtime: 'node', isWorkerThread: false })
  })

  test('F16: knows Bun and Deno, and does without what they leave out', () => {
    const bare = { isWorkerThread: false, flags: {}, knowsPercentageFlag: false }
    expect(runtimeFacts(host({ bun: '1.2.0' }))).toEqual({ ...bare, runtime: 'bun' })
    expect(runtimeFacts(host({ deno: '2.0.0' }))).toEqual({ ...bare, runtime: 'deno' })
  })

  test('finds the flags where Node was given them', () => {
    const env = { NODE_OPTIONS: '--max-old-space-size=100' }
    expect(runtimeFacts({ ...host({}), env }).flags).toEqual({ maxOldSpaceMib: 100 })
    const execArgv = ['--max-old-space-size=200']
    expect(runtimeFacts({ ...host({}), env, execArgv }).flags).toEqual({ maxOldSpaceMib: 200 })
  })
})
