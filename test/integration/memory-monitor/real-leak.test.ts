import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { LeakReport, MonitorReport } from '@plimsoll/memory-monitor'

interface Told {
  readonly leak: LeakReport | null
  readonly state: string
  readonly report: MonitorReport
}

/** Collections are a hundred times their own pause apart, so that a busy machine takes longer. */
const LONGEST_MS = 90_000

async function run(kind: 'leaky' | 'healthy', forMs: number): Promise<Told> {
  const hook = path.join(__dirname, '../../support/typescript-sources.cjs')
  const scenario = path.join(__dirname, '../scenarios/leaking-server.cjs')
  const args = ['--conditions=plimsoll-source', '--require', hook, scenario, kind, String(forMs)]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    timeout: LONGEST_MS + 20_000,
    killSignal: 'SIGKILL',
  })
  return JSON.parse(stdout) as Told
}

test('a real server that remembers every visitor: found, and the function named first', async () => {
  const { leak, report } = await run('leaky', LONGEST_MS)
  expect(leak).toMatchObject({ kind: 'heap', state: 'confirmed', growth: { unit: 'bytes' } })
  expect(leak?.suspects[0]).toMatchObject({
    // Before Node 22 V8 leaves inlined functions out: it is then the one that they were inlined into.
    functionName: expect.stringMatching(/^(rememberVisitor|visit)$/),
    file: expect.stringContaining('leaking-server.cjs'),
  })
  expect(leak?.message).toMatch(/^The heap grows by .* allocated by (rememberVisitor|visit) \(/)
  expect(report.pausedMs).toBeGreaterThan(0)
}, 120_000)

test('its twin that keeps the last two hundred is left in peace, and ends by itself', async () => {
  const { leak, state } = await run('healthy', 14_000)
  expect(leak).toBeNull()
  expect(state).not.toBe('confirmed')
}, 60_000)
