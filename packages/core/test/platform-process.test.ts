import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { nodePorts } from '../src/platform/node-ports.js'

jest.setTimeout(60_000)

const hook = path.join(__dirname, '../../../test/support/typescript-sources.cjs')
const source = (file: string) => JSON.stringify(path.join(__dirname, '../src', file))

/** Runs a script in a process of its own; fails when it does not end by itself. */
async function run(script: string): Promise<string> {
  const args = ['--conditions=plimsoll-source', '--require', hook, '-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 40_000 })
  return stdout.trim()
}

test('neither the collector, nor its observer, nor the clock keeps the process alive', async () => {
  const stdout = await run(`
    const { gcObserver } = require(${source('platform/gc-observer.ts')})
    const { garbageCollector } = require(${source('platform/garbage-collector.ts')})
    const { nodeClock } = require(${source('platform/node-clock.ts')})
    gcObserver().subscribe(() => {})
    garbageCollector().collect()
    nodeClock.schedule(() => console.log('never'), 3_600_000)
    console.log('done')
  `)
  expect(stdout).toBe('done')
})

test('F15: in a worker thread nothing is collected on demand, and the facts say where they come from', async () => {
  const stdout = await run(`
    const { Worker } = require('node:worker_threads')
    new Worker(\`
      const { garbageCollector } = require(${source('platform/garbage-collector.ts')})
      const { runtimeFacts } = require(${source('platform/runtime-facts.ts')})
      const collector = garbageCollector()
      console.log(JSON.stringify([collector.available, collector.collect(), runtimeFacts().isWorkerThread]))
    \`, { eval: true })
  `)
  expect(JSON.parse(stdout)).toEqual([false, 0, true])
})

test('a program that was started with --expose-gc keeps its own `gc`', async () => {
  const stdout = await run(`
    require('node:v8').setFlagsFromString('--expose-gc')
    globalThis.gc = require('node:vm').runInNewContext('gc')
    const { garbageCollector } = require(${source('platform/garbage-collector.ts')})
    console.log(garbageCollector().available, garbageCollector().collect() > 0, typeof globalThis.gc)
  `)
  expect(stdout).toBe('true true function')
})

if (process.platform === 'linux') {
  test('closing the readings gives back every file', () => {
    const opened = () => readdirSync('/proc/self/fd').length
    const before = opened()
    const { readings, probe } = nodePorts(undefined)
    for (let round = 0; round < 3; round += 1) {
      for (const reading of readings) reading.read({ atMs: 0 } as never)
      probe.look(true)
    }
    expect(opened()).toBeGreaterThan(before)
    for (const reading of readings) reading.close()
    expect(opened()).toBe(before)
    // A guard that outlives its sampler looks once more.
    expect(() => probe.look()).not.toThrow()
  })
}
