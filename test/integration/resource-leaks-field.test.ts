import { spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { endExamples, fromSources, leaksFolder, serveExample, visit } from './resource-leaks-process.js'

const VISITORS = 20
const ACCOUNT_BYTES = 600_000

describe('examples/resource-leaks: a request that somebody keeps', () => {
  jest.setTimeout(60_000)
  afterEach(endExamples)

  /** How much the heap grows by, without garbage. The first visitors warm up what all need. */
  async function growth(file: string): Promise<number> {
    const { port, figures } = await serveExample(file)
    const visitors = async (count: number) => {
      for (let i = 0; i < count; i += 1) await visit(port, '/orders/4711', false)
      return figures(true)
    }
    const before = await visitors(5)
    return (await visitors(VISITORS)).heapBytes - before.heapBytes
  }

  test.each(['express', 'koa'])(
    '%s: keeps what was loaded for it, unless clearFields says so',
    async (on) => {
      const [wrong, right] = await Promise.all([
        growth(`${on}/field/wrong.js`),
        growth(`${on}/field/right.js`),
      ])
      expect(wrong).toBeGreaterThan(VISITORS * ACCOUNT_BYTES)
      expect(right).toBeLessThan((VISITORS * ACCOUNT_BYTES) / 4)
    },
  )
})

describe('examples/resource-leaks: leaks.js', () => {
  jest.setTimeout(60_000)

  async function run(...args: string[]) {
    const child = spawn(process.execPath, [...fromSources, path.join(leaksFolder, 'leaks.js'), ...args])
    const code = new Promise((resolve) => child.once('close', resolve))
    const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
    return { code: await code, out, err }
  }

  test('shows what is open, what observe has found, and where', async () => {
    const { code, out } = await run('listener')
    expect(code).toBe(0)
    const [wrong = '', right = ''] = out.split('express/listener/right.js')
    expect(wrong).toMatch(/^ +30 +0 +30 +\d+ +[\d.]+ MiB$/m)
    expect(wrong).toMatch(/observe: listener, \d+ from \/stock\/:item, opened in sendCount\n/)
    expect(wrong).toMatch(/ express\/listener\/wrong\.js:\d+ +stock\.on\('error', next\)\n/)
    expect(right).toMatch(/^ +30 +0 +0 +\d+ +[\d.]+ MiB$/m)
    expect(right).toContain('observe: nothing\n')
  })

  test('a name that it does not know is told, with those it does', async () => {
    const { code, err } = await run('nonsense')
    expect(code).toBe(2)
    expect(err).toContain('Expected some of interval, listener, download, file-handle, field, got nonsense')
  })
})
