import { execFile } from 'node:child_process'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MemoryGroup } from '../../support/memory-group.js'

const support = path.join(__dirname, '..', '..', 'support')
const condition = '--conditions=plimsoll-source'

/** What lets a program load the packages from their TypeScript sources, so that no test waits for a build. */
const moduleSources = [
  condition,
  '--import',
  pathToFileURL(path.join(support, 'typescript-modules.mjs')).href,
]
/** The same without a thread of Node's for the loader. */
export const commonJsSources = [condition, '--require', path.join(support, 'typescript-sources.cjs')]

interface ScenarioOptions {
  readonly args?: readonly string[]
  readonly flags?: readonly string[]
  readonly sources?: readonly string[]
  /** The container that it runs in from its first moment. */
  readonly group?: MemoryGroup
}

/** How a process of its own ended. */
interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a scenario to its end in a process of its own. */
export function runScenario(name: string, options: ScenarioOptions = {}): Promise<Ended> {
  const { args = [], flags = [], sources = moduleSources, group } = options
  const node = [...flags, ...sources, path.join(__dirname, 'scenarios', name), ...args]
  const [program, ...rest] =
    group === undefined
      ? [process.execPath, ...node]
      : ['/bin/sh', '-c', 'echo $$ > "$0" && exec "$@"', group.procs, process.execPath, ...node]
  return new Promise((resolve) => {
    const limits = { timeout: 90_000, killSignal: 'SIGKILL' } as const
    const child = execFile(program as string, rest, limits, (_, stdout, stderr) => {
      resolve({ code: child.exitCode, stdout, stderr })
    })
  })
}

/** What a scenario printed as JSON; it must have ended well and left nothing on stderr. */
export function toldBy<T>({ code, stdout, stderr }: Ended): T {
  if (code !== 0 || stderr !== '') throw new Error(`Ended with ${code}:\n${stderr}`)
  return JSON.parse(stdout) as T
}
