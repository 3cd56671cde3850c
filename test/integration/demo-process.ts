import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(__dirname, '..', '..')
const groupFolders = ['/sys/fs/cgroup/memory', '/sys/fs/cgroup']

/** `npm run demo` as a process, with everything that it prints. */
export interface DemoProcess {
  readonly child: ChildProcess
  readonly output: () => string
  readonly exitCode: Promise<number | null>
  /** What it has left: processes that carry its mark, and cgroups that carry its id. */
  readonly leftBehind: () => readonly string[]
}

const started: Pick<DemoProcess, 'child' | 'exitCode'>[] = []

/** Ends what a test that failed has left running, as Ctrl-C would. */
export async function endDemos(): Promise<void> {
  for (const { child, exitCode } of started.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT')
    await exitCode
  }
}

export function startDemo(...args: string[]): DemoProcess {
  const mark = `PLIMSOLL_DEMO_TEST=${process.pid}-${Math.random()}`
  const [name = '', value] = mark.split('=')
  const child = spawn(process.execPath, ['examples/demo-runner/demo.js', ...args], {
    cwd: root,
    env: { ...process.env, [name]: value },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve))
  started.push({ child, exitCode })
  return {
    child,
    output: () => output,
    exitCode,
    leftBehind: () => [...processesWith(mark), ...groupsOf(child.pid)],
  }
}

function processesWith(mark: string): string[] {
  const ids = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : []
  return ids.filter((id) => read(`/proc/${id}/environ`).split('\0').includes(mark))
}

function groupsOf(pid: number | undefined): string[] {
  return groupFolders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder))
    .filter((name) => name.startsWith(`plimsoll-demo-${pid}-`))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // It has ended meanwhile.
  }
}

/** Resolves when the demo has printed this; rejects when it ends without. */
export async function printed(demo: DemoProcess, text: string): Promise<void> {
  const ended = demo.exitCode.then(() => {
    throw new Error(`The demo ended without printing ${text}:\n${demo.output()}`)
  })
  ended.catch(() => {})
  const seen = new Promise<void>((resolve) => {
    const look = (): void => {
      if (demo.output().includes(text)) resolve()
    }
    demo.child.stdout?.on('data', look)
    look()
  })
  await Promise.race([seen, ended])
}
