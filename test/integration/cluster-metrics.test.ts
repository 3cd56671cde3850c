import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

interface Timed {
  readonly text: string
  readonly tookMs: number
}

async function runScenario(): Promise<Record<'calm' | 'hanging' | 'killed', Timed>> {
  const hook = path.join(__dirname, '..', 'support', 'typescript-sources.cjs')
  const scenario = path.join(__dirname, 'scenarios', 'cluster-metrics.cjs')
  const args = ['--conditions=plimsoll-source', '--require', hook, scenario]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    timeout: 50_000,
    killSignal: 'SIGKILL',
  })
  return JSON.parse(stdout)
}

const requestsIn = ({ text }: Timed) =>
  /^http_request_duration_seconds_count\{.*route="\/".*\} (\d+)$/m.exec(text)?.[1]
const workersIn = ({ text }: Timed) =>
  Object.fromEntries(
    [...text.matchAll(/^plimsoll_workers\{state="(\w+)"\} (\d+)$/gm)].map(([, k, v]) => [k, v]),
  )
const residentIn = ({ text }: Timed) =>
  text.match(/^process_resident_memory_bytes\{worker="\d"\} \d+$/gm)?.length

describe('clusterMetrics over node:cluster', () => {
  test('F50: adds up three workers, answers in time when one hangs, and keeps the counts of a dead one', async () => {
    const { calm, hanging, killed } = await runScenario()
    expect(workersIn(calm)).toEqual({ answered: '3', stale: '0', dead: '0' })
    expect(requestsIn(calm)).toBe('6')
    expect(residentIn(calm)).toBe(3)

    expect(workersIn(hanging)).toEqual({ answered: '2', stale: '1', dead: '0' })
    expect(requestsIn(hanging)).toBe('6')
    expect(residentIn(hanging)).toBe(2)
    // The timeout of the scenario is 500 ms; the rest is for a busy machine.
    expect(hanging.tookMs).toBeLessThan(3000)

    expect(workersIn(killed)).toEqual({ answered: '2', stale: '0', dead: '1' })
    expect(requestsIn(killed)).toBe('6')
    expect(residentIn(killed)).toBe(2)
  }, 60_000)
})
