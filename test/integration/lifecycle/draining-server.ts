import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import type { ShutdownOptions } from '@plimsoll/lifecycle'

const hook = path.join(__dirname, '..', '..', 'support', 'typescript-sources.cjs')

interface Setup {
  readonly protocol?: 'http' | 'https' | 'http2' | 'http2 over TLS'
  /** Behind the whole suite. */
  readonly suite?: boolean
  readonly options?: Omit<ShutdownOptions, 'onUpgraded' | 'exit' | 'logger' | 'onError'>
  readonly hooks?: readonly ('fine' | 'throws' | 'hangs' | 'exits' | 'exits later' | 'asks')[]
  readonly before?: 'signal'
  /** V8's limit, for those who mean to reach it. */
  readonly heapMib?: number
}

interface Message {
  readonly port?: number
  readonly arrived?: string
  readonly state?: string
}

/** A server in a process of its own, which is told to end. */
export class DrainingServer {
  readonly child: ChildProcess
  readonly exitCode: Promise<number | null>
  output = ''
  readonly #messages: Message[] = []

  constructor(setup: Setup, scenario = 'draining-server.cjs') {
    this.child = fork(path.join(__dirname, 'scenarios', scenario), [JSON.stringify(setup)], {
      execArgv: [
        '--conditions=plimsoll-source',
        '--require',
        hook,
        ...(setup.heapMib === undefined ? [] : [`--max-old-space-size=${setup.heapMib}`]),
      ],
      silent: true,
    })
    const collect = (chunk: Buffer): void => {
      this.output += chunk
    }
    this.child.stdout?.on('data', collect)
    this.child.stderr?.on('data', collect)
    this.child.on('message', (message: Message) => void this.#messages.push(message))
    this.exitCode = new Promise((resolve) => this.child.once('close', resolve))
  }

  get port(): Promise<number> {
    return this.#message(({ port }) => port !== undefined).then(({ port }) => port as number)
  }

  /** Resolves when a request has come in for the path. */
  async arrived(pathname: string): Promise<void> {
    await this.#message(({ arrived }) => arrived === pathname)
  }

  /** Resolves when draining has begun. */
  async draining(): Promise<void> {
    await this.#message(({ state }) => state === 'draining')
  }

  /** The code with which it ended, after a signal. */
  ended(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal)
    return this.exitCode
  }

  async #message(wanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const at = this.#messages.findIndex(wanted)
      if (at >= 0) return this.#messages.splice(at, 1)[0] as Message
      if (this.child.exitCode !== null) throw new Error(`Ended with ${this.child.exitCode}:\n${this.output}`)
      await new Promise<void>((resolve) => {
        this.child.once('message', () => resolve())
        this.child.once('close', () => resolve())
      })
    }
  }
}

/** Starts servers for one test file; whatever a test left running is killed. */
export function drainingServers(): (setup?: Setup) => DrainingServer {
  jest.setTimeout(30_000)
  const started: DrainingServer[] = []
  afterEach(async () => {
    for (const { child, exitCode } of started.splice(0)) {
      child.kill('SIGKILL')
      await exitCode
    }
  })
  return (setup = {}) => {
    const server = new DrainingServer(setup)
    started.push(server)
    return server
  }
}
