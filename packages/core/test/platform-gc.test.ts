import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { PerformanceObserver } from 'node:perf_hooks'
import v8 from 'node:v8'
import type { GcEvent } from '../src/gc-source.js'
import { garbageCollector } from '../src/platform/garbage-collector.js'
import { gcObserver } from '../src/platform/gc-observer.js'
import { heapProbe } from '../src/platform/heap-probe.js'

const MIB = 1_048_576
const SOURCES = path.join(__dirname, '..', '..', '..', 'test', 'support', 'typescript-sources.cjs')
// A collection of the whole test process takes a second on a busy machine.
jest.setTimeout(30_000)

const turns = async (count = 5): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Waits for what comes by itself, but not for ever. */
async function until(condition: () => boolean): Promise<void> {
  for (let turn = 0; turn < 2000 && !condition(); turn += 1) await turns(1)
}

describe('gcObserver', () => {
  test('tells a collection that was asked for as forced, with what is left', async () => {
    const events: GcEvent[] = []
    const subscription = gcObserver().subscribe((event) => void events.push(event))
    const before = performance.now()
    const pauseMs = garbageCollector().collect()
    await until(() => events.some((event) => event.forced))
    subscription.close()
    const forced = events.find((event) => event.forced)
    expect(forced).toMatchObject({ kind: 'major', heapUsedBytes: expect.any(Number) })
    expect(forced?.startMs).toBeGreaterThanOrEqual(before - 1)
    expect(forced?.durationMs).toBeLessThanOrEqual(pauseMs + 1)
    expect(forced?.externalBytes).toBeGreaterThan(0)
  })

  test('tells natural collections as not forced, all of them', async () => {
    const natural: GcEvent[] = []
    let entries = 0
    // An observer of the test's own counts what there is to be told.
    const counter = new PerformanceObserver((list) => {
      entries += list.getEntries().length
    })
    counter.observe({ entryTypes: ['gc'] })
    const subscription = gcObserver().subscribe((event) => void natural.push(event))
    const isMinor = ({ kind, forced }: GcEvent) => kind === 'minor' && !forced
    for (let round = 0; round < 200 && !natural.some(isMinor); round += 1) {
      // Small and short-lived: buffers would make V8 collect the old generation only.
      Array.from({ length: 100_000 }, (_, n) => ({ n }))
      await turns(1)
    }
    await until(() => natural.length === entries)
    counter.disconnect()
    subscription.close()
    expect(natural.some(isMinor)).toBe(true)
    expect(natural).toHaveLength(entries)
    for (const event of natural) expect('heapUsedBytes' in event).toBe(event.kind === 'major')
  })

  test('listens with the first subscriber and stops with the last', async () => {
    const observed = jest.spyOn(PerformanceObserver.prototype, 'observe')
    const disconnected = jest.spyOn(PerformanceObserver.prototype, 'disconnect')
    const source = gcObserver()
    expect(observed).not.toHaveBeenCalled()
    const listener = jest.fn()
    const first = source.subscribe(listener)
    const second = source.subscribe(listener)
    expect(observed).toHaveBeenCalledTimes(1)
    first.close()
    first.close()
    expect(disconnected).not.toHaveBeenCalled()
    second.close()
    expect(disconnected).toHaveBeenCalledTimes(1)
    const heard = listener.mock.calls.length
    garbageCollector().collect()
    await turns()
    expect(listener).toHaveBeenCalledTimes(heard)
  })

  test('F16: a runtime that does not know the entry type leaves it silent', () => {
    jest.spyOn(PerformanceObserver.prototype, 'observe').mockImplementation(() => {
      throw new TypeError('not supported')
    })
    expect(() =>
      gcObserver()
        .subscribe(() => {})
        .close(),
    ).not.toThrow()
  })
})

describe('garbageCollector', () => {
  test('frees garbage, buffers included, before it returns', () => {
    const collector = garbageCollector()
    expect(collector.available).toBe(true)
    const heap = heapProbe()
    collector.collect()
    heap.look()
    const calm = { heap: heap.heapUsedBytes, external: heap.externalBytes }
    makeGarbage()
    heap.look()
    expect(heap.externalBytes - calm.external).toBeGreaterThan(32 * MIB)
    const pauseMs = collector.collect()
    heap.look()
    expect(heap.externalBytes - calm.external).toBeLessThan(4 * MIB)
    expect(heap.heapUsedBytes - calm.heap).toBeLessThan(4 * MIB)
    expect(pauseMs).toBeGreaterThan(0)
  })

  test('gives back the pages that V8 would keep to use again', () => {
    // A process of its own: how much is kept depends on what ran before.
    const script = `
      const { garbageCollector } = require('@plimsoll/core')
      const collector = garbageCollector()
      const rssMiB = () => process.memoryUsage.rss() / ${MIB}
      collector.release()
      const calm = rssMiB()
      const fill = () => Array.from({ length: 40 }, () => Array.from({ length: 25000 }, (_, n) => ({ n, a: n, b: n })))
      const full = (() => { const held = fill(); return held.length && rssMiB() })()
      collector.release()
      setTimeout(() => console.log(JSON.stringify({ full: full - calm, left: rssMiB() - calm })), 500)`
    const args = ['--conditions=plimsoll-source', '--require', SOURCES, '--eval', script]
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: __dirname, encoding: 'utf8' })
    expect(stderr).toBe('')
    const { full, left } = JSON.parse(stdout)
    expect(full).toBeGreaterThan(40)
    // Node 20 gives back by itself, a little later, and keeps what new objects go to.
    expect(left).toBeLessThan(full * (Number.parseInt(process.versions.node, 10) >= 22 ? 0.34 : 0.67))
  })

  test('leaves no `gc` behind for others, and is one for the whole process', () => {
    garbageCollector().collect()
    expect(typeof globalThis.gc).toBe('undefined')
    expect(garbageCollector()).toBe(garbageCollector())
  })
})

/** In a function of its own, so that no register of the test's frame holds what it made. */
function makeGarbage(): number {
  const held: unknown[] = []
  for (let round = 0; round < 48; round += 1) {
    held.push(
      Buffer.alloc(MIB, 1),
      Array.from({ length: 2000 }, (_, n) => ({ n })),
    )
  }
  return held.length
}

describe('what the collector asks of V8', () => {
  const told = (execArgv: readonly string[] = []): unknown[] => {
    const setFlags = jest.spyOn(v8, 'setFlagsFromString').mockImplementation(() => {})
    jest.replaceProperty(process, 'execArgv', [...execArgv])
    garbageCollector().prepare()
    garbageCollector().letGarbageGrow(50)
    garbageCollector().letGarbageGrow(undefined)
    return setFlags.mock.calls.flat()
  }

  test('is to keep what hot code relies on, to let garbage grow, and to have its own will again', () => {
    expect(told()).toEqual([
      '--retain-maps-for-n-gc=200',
      '--heap-growing-percent=50',
      '--heap-growing-percent=0',
    ])
  })

  test('is nothing that the user has said otherwise', () => {
    expect(told(['--heap_growing_percent=20', '--retain-maps-for-n-gc=0'])).toEqual([])
  })

  test('V8 knows the flags: it would say so on stderr', () => {
    const script =
      "const { garbageCollector } = require('@plimsoll/core'); const c = garbageCollector(); c.prepare(); c.letGarbageGrow(50); c.letGarbageGrow(undefined)"
    const args = ['--conditions=plimsoll-source', '--require', SOURCES, '--eval', script]
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: __dirname, encoding: 'utf8' })
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  })
})
