import { execFile } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const hook = path.join(__dirname, '..', '..', 'support', 'typescript-modules.mjs')

/** How a process of its own ended. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** What lets a program load the packages from their TypeScript sources, so that no test waits for a build. */
export const fromSources = ['--conditions=plimsoll-source', '--import', pathToFileURL(hook).href]

export function scenarioFile(name: string): string {
  return path.join(__dirname, 'scenarios', name)
}

/** Runs a scenario to its end in a process of its own. */
export function runScenario(
  name: string,
  args: readonly string[] = [],
  flags: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  const command = [...flags, ...fromSources, scenarioFile(name), ...args]
  return new Promise((resolve) => {
    const options = { timeout: 60_000, killSignal: 'SIGKILL', env: { ...process.env, ...env } } as const
    const child = execFile(process.execPath, command, options, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr })
    })
  })
}

/** What a scenario printed as JSON; it must have ended well and left nothing on stderr. */
export function toldBy<T>({ code, stdout, stderr }: Ended): T {
  if (code !== 0 || stderr !== '') throw new Error(`Ended with ${code}:\n${stderr}`)
  return JSON.parse(stdout) as T
}
