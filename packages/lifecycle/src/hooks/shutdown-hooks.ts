import { type Clock, type Closeable, closeable } from '@plimsoll/core'

/** What an application does when all connections are gone: close its pools, flush what it has buffered. */
export type ShutdownHook = (reason: string) => unknown

/** What may be said about a hook. */
export interface HookOptions {
  /** How the log names it. @default the function's name, or its place in the order */
  readonly name?: string
  /** @default `hookTimeoutMs` of the shutdown */
  readonly timeoutMs?: number
}

/** How a hook ended. */
export type HookOutcome =
  | { readonly name: string; readonly result: 'done' }
  | { readonly name: string; readonly result: 'failed'; readonly error: unknown }
  | { readonly name: string; readonly result: 'hung'; readonly afterMs: number }

interface Registered {
  readonly hook: ShutdownHook
  readonly name: string
  readonly timeoutMs: number
}

/** The hooks in the order in which they were registered. */
export class ShutdownHooks {
  readonly #clock: Clock
  readonly #timeoutMs: number
  readonly #hooks: Registered[] = []
  #registered = 0
  #running: string | undefined
  #endRunning: (() => void) | undefined

  constructor(clock: Clock, timeoutMs: number) {
    this.#clock = clock
    this.#timeoutMs = timeoutMs
  }

  add(hook: ShutdownHook, options: HookOptions = {}): Closeable {
    this.#registered += 1
    const name = options.name ?? (hook.name || `number ${this.#registered}`)
    const registered = { hook, name, timeoutMs: options.timeoutMs ?? this.#timeoutMs }
    this.#hooks.push(registered)
    return closeable(() => {
      const at = this.#hooks.indexOf(registered)
      if (at >= 0) this.#hooks.splice(at, 1)
    })
  }

  /** What all of them may take together. */
  get budgetMs(): number {
    return this.#hooks.reduce((sum, { timeoutMs }) => sum + timeoutMs, 0)
  }

  /** The hook that runs at present. */
  get running(): string | undefined {
    return this.#running
  }

  /** The hook that runs has done all that it will ever do. */
  endRunning(): void {
    this.#endRunning?.()
  }

  /**
   * Runs all of them, one after the other, and tells how each ended. One that throws, rejects or hangs costs
   * the others nothing but its time. Never rejects.
   */
  async run(reason: string, onOutcome: (outcome: HookOutcome) => void): Promise<void> {
    // One that is added meanwhile, by another one, is run as well.
    for (let next = this.#hooks.shift(); next !== undefined; next = this.#hooks.shift()) {
      this.#running = next.name
      onOutcome(await this.#runOne(next, reason))
    }
    this.#running = undefined
  }

  #runOne({ hook, name, timeoutMs }: Registered, reason: string): Promise<HookOutcome> {
    return new Promise((resolve) => {
      const startMs = this.#clock.now()
      const deadline = this.#clock.schedule(
        () => resolve({ name, result: 'hung', afterMs: this.#clock.now() - startMs }),
        timeoutMs,
      )
      const end = (outcome: HookOutcome): void => {
        deadline.close()
        resolve(outcome)
      }
      this.#endRunning = () => end({ name, result: 'done' })
      const called = async (): Promise<unknown> => hook(reason)
      called().then(
        () => end({ name, result: 'done' }),
        (error) => end({ name, result: 'failed', error }),
      )
    })
  }
}
