import type { FileHandle, Mode, OpenMode, PathLike } from '../platform/files.js'
import { entryOf } from './entry-of.js'
import { FileSet } from './file-set.js'
import { Holding } from './holding.js'
import { ListenerSet } from './listener-set.js'
import { CallbackEntry } from './owned-entry.js'
import type { MovedScope, RequestScope, ScopeEnd } from './resource-scope.js'
import type { ScopeHost } from './scope-host.js'
import { ScopeSignal } from './scope-signal.js'
import { TimerEntry } from './timer-entry.js'
import { TimerSet } from './timer-set.js'

type Emitter = Parameters<MovedScope['on']>[0]
type Listener = Parameters<MovedScope['on']>[2]
type Callback = (...args: never[]) => unknown

/** The scope of one request, or of what was moved out of one. */
export class Scope implements MovedScope, RequestScope {
  readonly #holding: Holding
  #signal: ScopeSignal | undefined
  #end: ScopeEnd | undefined
  #disposal: Promise<void> | undefined
  #timers: TimerSet | undefined
  #eventListeners: ListenerSet | undefined
  #fileHandles: FileSet | undefined

  constructor(host: ScopeHost, holding = new Holding(host), signal?: ScopeSignal) {
    this.#holding = holding
    this.#signal = signal
  }

  get disposed(): boolean {
    return this.#holding.disposed
  }

  get signal(): AbortSignal {
    if (this.#signal === undefined) {
      this.#signal = new ScopeSignal(this.#holding.host.abortOnEnd)
      if (this.#end !== undefined) this.#signal.end(this.#end)
    }
    return this.#signal.signal
  }

  get timers(): TimerSet {
    this.#timers ??= new TimerSet(this.#holding)
    return this.#timers
  }

  get eventListeners(): ListenerSet {
    this.#eventListeners ??= new ListenerSet(this.#holding)
    return this.#eventListeners
  }

  get fileHandles(): FileSet {
    this.#fileHandles ??= new FileSet(this.#holding)
    return this.#fileHandles
  }

  use<T>(value: T): T {
    // The standard lets these through, so that an optional resource needs no question.
    if (value === undefined || value === null) return value
    this.#holding.track(
      'use()',
      'something with Symbol.asyncDispose, Symbol.dispose, close() or destroy()',
      value,
      () => entryOf(value, this.#holding.host),
    )
    return value
  }

  adopt<T>(value: T, dispose: (value: T) => unknown): T {
    if (typeof dispose === 'function') this.#holding.own(new CallbackEntry('adopted', () => dispose(value)))
    else this.#holding.misused('adopt()', 'a function that disposes of the value')
    return value
  }

  defer(dispose: () => unknown): void {
    if (typeof dispose === 'function') this.#holding.own(new CallbackEntry('deferred', dispose))
    else this.#holding.misused('defer()', 'a function')
  }

  move(): Scope {
    const { host } = this.#holding
    const entries = this.#holding.handOver()
    if (entries === undefined) return this.#over()
    const signal = this.#signal
    // Whoever asks again is given one that ends with the request.
    this.#signal = undefined
    return new Scope(host, new Holding(host, entries), signal)
  }

  /** After the end, or after all was moved away, nothing is left to hand over: what is added ends at once, there too. */
  #over(): Scope {
    const { host } = this.#holding
    const nothing = new Holding(host)
    nothing.handOver()
    const over = new Scope(host, nothing)
    over.#end = this.#end
    if (this.#end === undefined) return over
    // Made now if nobody has asked for it, so that both have the same.
    void this.signal
    over.#signal = this.#signal
    return over
  }

  setTimeout(callback: Callback, delayMs?: number, ...args: unknown[]): NodeJS.Timeout {
    const { timers } = this.#holding.host
    // Whatever is wrong with the arguments is for Node to say.
    if (typeof callback !== 'function') return timers.setTimeout(callback, delayMs, ...args)
    const timer = timers.setTimeout(
      function fired(this: unknown, ...given: never[]) {
        try {
          Reflect.apply(callback, this, given)
        } finally {
          // Its own refresh() may have armed it again.
          if (!timers.isArmed(timer)) entry.drop()
        }
      },
      delayMs,
      ...args,
    )
    const entry = new TimerEntry(timer, timers)
    this.#holding.own(entry)
    return timer
  }

  setInterval(callback: Callback, delayMs?: number, ...args: unknown[]): NodeJS.Timeout {
    const { timers } = this.#holding.host
    const timer = timers.setInterval(callback, delayMs, ...args)
    this.#holding.own(new TimerEntry(timer, timers))
    return timer
  }

  setImmediate(callback: Callback, ...args: unknown[]): NodeJS.Immediate {
    const { timers } = this.#holding.host
    if (typeof callback !== 'function') return timers.setImmediate(callback, ...args)
    const immediate = timers.setImmediate(
      function ran(this: unknown, ...given: never[]) {
        entry.drop()
        Reflect.apply(callback, this, given)
      },
      ...args,
    )
    const entry = new TimerEntry(immediate, timers)
    this.#holding.own(entry)
    return immediate
  }

  on<E extends Emitter>(emitter: E, event: string | symbol, listener: Listener): E {
    this.eventListeners.register(emitter, event, listener)
    return emitter
  }

  once<E extends Emitter>(emitter: E, event: string | symbol, listener: Listener): E {
    this.eventListeners.registerOnce(emitter, event, listener)
    return emitter
  }

  addEventListener(...args: Parameters<MovedScope['addEventListener']>): void {
    this.eventListeners.listen(...args)
  }

  async open(path: PathLike, flags?: OpenMode, mode?: Mode): Promise<FileHandle> {
    const handle = await this.#holding.host.files.open(path, flags, mode)
    return this.fileHandles.add(handle)
  }

  end(how: ScopeEnd): void {
    this.#end ??= how
    this.#signal?.end(how)
    void this.dispose()
  }

  dispose(): Promise<void> {
    // At the normal end nothing is aborted, unless it was asked for.
    this.#signal?.end('finished')
    this.#disposal ??= this.#holding.dispose() ?? DONE
    return this.#disposal
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.dispose()
  }
}

const DONE = Promise.resolve()
