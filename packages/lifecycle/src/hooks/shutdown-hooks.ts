import {
  type Clock,
  type Closeable,
  closeable,
  milliseconds,
  resolveOptions,
  text,
  wrongType,
} from '@plimsoll/core'
import type { CallContext } from '../platform/call-context.js'

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
  readonly #context: CallContext
  #hooks: Registered[] = []
  #registered = 0
  #running: Registered | undefined
  #endRunning: (() => void) | undefined
  /** The running hook has not returned yet. */
  #calling = false

  constructor(clock: Clock, timeoutMs: number, context: CallContext) {
    this.#clock = clock
    this.#timeoutMs = timeoutMs
    this.#context = context
  }

  add(hook: ShutdownHook, options: HookOptions = {}): Closeable {
    if (typeof hook !== 'function') throw wrongType('onShutdown', 'given a function', hook)
    const given = resolveOptions('onShutdown', options, {
      name: text(undefined),
      timeoutMs: milliseconds(this.#timeoutMs, 1),
    })
    this.#registered += 1
    const name = given.name ?? (hook.name || `number ${this.#registered}`)
    const registered = { hook, name, timeoutMs: given.timeoutMs }
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
    return this.#running?.name
  }

  /** Those whose turn has not come. */
  get waiting(): readonly string[] {
    return this.#hooks.map(({ name }) => name)
  }

  /** Whether what is executed now belongs to the hook that runs, and not to anybody else in the process. */
  get isCaller(): boolean {
    return this.#running !== undefined && this.#context.mark === this.#running
  }

  /** Whether the hook that runs is on the stack: it alone gets what is thrown now. */
  get isOnStack(): boolean {
    return this.#calling
  }

  /** The hook that runs has done all that it will ever do. */
  endRunning(): void {
    this.#endRunning?.()
  }

  /** Forgets those whose turn has not come. */
  giveUp(): void {
    this.#hooks = []
  }

  /**
   * Runs all of them, one after the other, and tells how each ended. One that throws, rejects or hangs costs
   * the others nothing but its time, and of that no more than its share of what is left. Never rejects.
   */
  async run(reason: string, endMs: number, onOutcome: (outcome: HookOutcome) => void): Promise<void> {
    // One that is added meanwhile, by another one, is run as well.
    for (let next = this.#hooks.shift(); next !== undefined; next = this.#hooks.shift()) {
      const share = next.timeoutMs / (next.timeoutMs + this.budgetMs)
      const shareMs = Math.max(0, endMs - this.#clock.now()) * share
      this.#running = next
      onOutcome(await this.#runOne(next, reason, Math.min(next.timeoutMs, shareMs)))
    }
    this.#running = undefined
  }

  #runOne(registered: Registered, reason: string, timeoutMs: number): Promise<HookOutcome> {
    const { name } = registered
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
      this.#call(registered, reason).then(
        () => end({ name, result: 'done' }),
        (error) => end({ name, result: 'failed', error }),
      )
    })
  }

  async #call(registered: Registered, reason: string): Promise<unknown> {
    this.#calling = true
    try {
      return this.#context.run(registered, () => registered.hook(reason))
    } finally {
      this.#calling = false
    }
  }
}
