import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { endDemos, printed, startDemo } from './demo-process.js'

const cgroupModule = path.join(__dirname, '../../examples/demo-runner/src/container/memory-cgroup.js')
const hasContainer = (output: string): boolean => !output.includes('There is no memory cgroup here')
const rowOf = (output: string, name: string): string =>
  output.split('\n').find((line) => line.trimStart().startsWith(name)) ?? ''

describe('the demo', () => {
  afterEach(endDemos, 30_000)

  test('F42: the server dies without Plimsoll and lives with it', async () => {
    const demo = startDemo('--seconds', '6')
    expect(await demo.exitCode).toBe(0)

    const output = demo.output()
    const expected = hasContainer(output)
      ? /killed by the kernel after .* alive$/
      : /over its limit after .* alive$/
    expect(rowOf(output, 'the server  ')).toMatch(expected)
    const [, answered, asked] = /(\d+) of (\d+) \(\d+ %\)$/.exec(rowOf(output, '/checkout answered')) ?? []
    expect(Number(asked)).toBe(120)
    expect(Number(answered)).toBeGreaterThanOrEqual(114)
    expect(output).toContain('GET /health said')
    expect(output).toContain('plimsoll_requests_total{decision="shed"')
    expect(demo.leftBehind()).toEqual([])
  }, 90_000)

  test('F02: without a container it says so, and what it does not show', async () => {
    const demo = startDemo('--seconds', '3', '--no-container', '--koa')
    await demo.exitCode
    expect(demo.output()).toContain('A real Koa server')
    expect(demo.output()).toContain('There is no memory cgroup here: asked for by --no-container.')
    expect(demo.output()).toContain('GET /health said')
    expect(demo.leftBehind()).toEqual([])
  }, 90_000)

  test('Ctrl-C leaves neither a process nor a cgroup behind', async () => {
    const demo = startDemo()
    await printed(demo, '   1 s  ')
    demo.child.kill('SIGINT')
    expect(await demo.exitCode).toBe(130)
    expect(demo.output()).not.toContain('demo:')
    expect(demo.leftBehind()).toEqual([])
  }, 90_000)

  test('a wrong option is named, with what was expected', async () => {
    const demo = startDemo('--rate', 'many')
    expect(await demo.exitCode).toBe(2)
    expect(demo.output()).toContain('Expected --rate to be a whole number from 1 to 5000, got many')
  })

  test('F04: on cgroup v2 the group gets memory.max, no swap, and the controller handed down', async () => {
    const root = mkdtempSync(path.join(os.tmpdir(), 'plimsoll-demo-cgroup-'))
    try {
      writeFileSync(path.join(root, 'cgroup.controllers'), 'cpu memory pids\n')
      writeFileSync(path.join(root, 'cgroup.subtree_control'), 'cpu\n')
      const script = `
        import { makeMemoryCgroup } from ${JSON.stringify(pathToFileURL(cgroupModule))}
        console.log(makeMemoryCgroup(268435456, ${JSON.stringify(root)}).name)`
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script])
      expect(stdout.trim()).toBe('cgroup v2')
      expect(readFileSync(path.join(root, 'cgroup.subtree_control'), 'utf8')).toBe('+memory')
      const group = readdirSync(root).find((name) => name.startsWith('plimsoll-demo-')) ?? ''
      expect(readFileSync(path.join(root, group, 'memory.max'), 'utf8')).toBe('268435456')
      expect(readFileSync(path.join(root, group, 'memory.swap.max'), 'utf8')).toBe('0')
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})
