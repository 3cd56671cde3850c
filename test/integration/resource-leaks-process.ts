import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readlinkSync } from 'node:fs'
import { get, type IncomingMessage } from 'node:http'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Outstanding } from '@plimsoll/resource-tracker'

const hook = path.join(__dirname, '..', 'support', 'typescript-modules.mjs')

export const leaksFolder = path.join(__dirname, '..', '..', 'examples', 'resource-leaks')
/** What lets the examples run from the sources, so that no test waits for a build. */
export const fromSources = ['--conditions=plimsoll-source', '--import', pathToFileURL(hook).href]

/** What a process says it has open. */
export interface Figures {
  readonly connections: number
  readonly timers: number
  readonly listeners: number
  readonly descriptors: number
  readonly heapBytes: number
  readonly found: readonly Outstanding[]
}

/** One of the examples, served by a process of its own. */
export interface ServedExample {
  readonly port: number
  figures(collectFirst?: boolean): Promise<Figures>
  /** Asks for the figures until they pass, and returns those that did. */
  until(check: (figures: Figures) => void): Promise<Figures>
  /** How often the process holds this file open, seen from outside. */
  opened(file: string): number
}

const children: ChildProcess[] = []

/** Ends all that were started. */
export async function endExamples(): Promise<void> {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill()
    await once(child, 'exit')
  }
}

export async function serveExample(file: string): Promise<ServedExample> {
  const child = fork(path.join(leaksFolder, 'src', 'serve.js'), [file], {
    execArgv: [...fromSources, '--expose-gc'],
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  children.push(child)
  let log = ''
  child.stderr?.on('data', (chunk) => {
    log += chunk
  })
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${file} has ended:\n${log.slice(-2000)}`)
  })
  ended.catch(() => {})
  const answer = async <T>(): Promise<T> => (await Promise.race([once(child, 'message'), ended]))[0]
  const figures = (collectFirst = false): Promise<Figures> => {
    child.send({ collectFirst })
    return answer()
  }
  const { port } = await answer<{ readonly port: number }>()
  return { port, figures, until: (check) => passing(figures, check), opened: (of) => opened(child, of) }
}

async function passing(figures: () => Promise<Figures>, check: (figures: Figures) => void): Promise<Figures> {
  const untilMs = performance.now() + 20_000
  for (;;) {
    const now = await figures()
    try {
      check(now)
      return now
    } catch (error) {
      if (performance.now() > untilMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

function opened({ pid }: ChildProcess, file: string): number {
  const folder = `/proc/${pid}/fd`
  const targets = readdirSync(folder).map((descriptor) => {
    try {
      return readlinkSync(path.join(folder, descriptor))
    } catch {
      return undefined // Closed since the folder was read.
    }
  })
  return targets.filter((target) => target === file).length
}

/** One visitor on a connection of its own, who reads the answer, or leaves when it begins. */
export async function visit(port: number, target: string, leaves: boolean): Promise<void> {
  const request = get({ host: '127.0.0.1', port, path: target, agent: false })
  const [answer]: IncomingMessage[] = await once(request, 'response')
  if (leaves) return void answer?.destroy()
  answer?.resume()
  await once(answer as IncomingMessage, 'end')
}
