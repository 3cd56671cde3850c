import { spawnSync } from 'node:child_process'

export interface PromtoolResult {
  readonly exitCode: number | null
  readonly output: string
}

/** Runs Prometheus' own judge. `npm run setup` installs it from Debian's package `prometheus`. */
export function promtool(args: readonly string[], input?: string): PromtoolResult {
  const { status, stdout, stderr } = spawnSync('promtool', args, { input, encoding: 'utf8' })
  return { exitCode: status, output: `${stdout ?? ''}${stderr ?? ''}` }
}

const installed = promtool(['--version']).exitCode === 0

/** `describe` where promtool is installed; elsewhere the suite is shown as left out. */
export const describeWithPromtool = installed ? describe : describe.skip
