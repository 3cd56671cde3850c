import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import path from 'node:path'
import type { RestartOutcome, RollingRestartOptions, WorkerStatus } from '@plimsoll/lifecycle'

interface ClusterFacts {
  readonly fewestReady: number
  readonly mostAlive: number
  readonly logged: readonly string[]
  readonly workers: readonly WorkerStatus[]
  readonly state: string
}

interface Commands {
  serving: [count: number, answer: number]
  watch: [nothing: undefined, answer: undefined]
  restart: [times: number, answer: RestartOutcome[]]
  breed: [name: string, answer: undefined]
  crash: [nothing: undefined, answer: number]
  facts: [nothing: undefined, answer: ClusterFacts]
}

/** A real cluster, with its primary in a process of its own. */
export interface ClusterProcess {
  readonly primary: ChildProcess
  readonly exited: Promise<number | null>
  ask<C extends keyof Commands>(command: C, argument?: Commands[C][0]): Promise<Commands[C][1]>
}

const started: ClusterProcess[] = []
const loads: { going: boolean }[] = []

/** Ends what a test has left running: workers go when their primary is gone. */
export async function endClusters(): Promise<void> {
  // One that goes on without a server asks as fast as it is refused.
  for (const load of loads.splice(0)) load.going = false
  for (const { primary, exited } of started.splice(0)) {
    primary.kill('SIGKILL')
    await exited
  }
}

export async function startCluster(options: RollingRestartOptions): Promise<ClusterProcess> {
  const scenario = path.join(__dirname, '..', 'scenarios', 'rolling-cluster.cjs')
  const hook = path.join(__dirname, '..', '..', 'support', 'typescript-sources.cjs')
  const primary = fork(scenario, [JSON.stringify(options)], {
    execArgv: ['--conditions=plimsoll-source', '--require', hook],
    // A group of its own, so that a test can signal all of it, as a terminal does.
    detached: true,
  })
  const exited = once(primary, 'exit').then(([code]) => code as number | null)
  let asked = 0
  const waiting = new Map<number, (answer: never) => void>()
  primary.on('message', (message: { id?: number; answer?: never }) => {
    if (message.id !== undefined) waiting.get(message.id)?.(message.answer as never)
  })
  await once(primary, 'message')
  const cluster: ClusterProcess = {
    primary,
    exited,
    ask(command, argument) {
      asked += 1
      const id = asked
      primary.send({ id, command, argument })
      return new Promise((resolve) => waiting.set(id, resolve as never))
    },
  }
  started.push(cluster)
  return cluster
}

export interface Answer {
  readonly text: string
  /** What went wrong, for a request without an answer. */
  readonly error?: string
}

export function ask(port: number, url: string, agent?: Agent): Promise<Answer> {
  return new Promise((resolve) => {
    const request = get(
      { port, host: '127.0.0.1', path: url, agent: agent ?? false, timeout: 10_000 },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('error', (error) => resolve({ text, error: error.message }))
        response.on('end', () => resolve({ text, ...(response.complete ? {} : { error: 'cut off' }) }))
      },
    )
    request.on('timeout', () => request.destroy(new Error('timed out')))
    request.on('error', (error) => resolve({ text: '', error: error.message }))
  })
}

/** Clients that ask one request after the other, on connections that they keep; `stop()` tells how it went. */
export function startLoad(port: number, clients = 6): { stop(): Promise<readonly Answer[]> } {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const answers: Answer[] = []
  const load = { going: true }
  loads.push(load)
  const client = async (): Promise<void> => {
    while (load.going) answers.push(await ask(port, '/', agent))
  }
  const all = Array.from({ length: clients }, client)
  return {
    async stop() {
      load.going = false
      await Promise.all(all)
      agent.destroy()
      return answers
    },
  }
}
