import type { FileHandle, Mode, OpenMode, PathLike } from '../platform/files.js'

// biome-ignore lint/suspicious/noExplicitAny: a listener of whatever signature its event has
type Listener = (...args: any[]) => void
type Emitter = Pick<NodeJS.EventEmitter, 'on' | 'removeListener'>
type Target = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
type TargetListener = Parameters<EventTarget['addEventListener']>[1]
type TargetOptions = Parameters<EventTarget['addEventListener']>[2]

/** What `use` takes: what has one of these methods, or is a stream, a `FileHandle` or a timer. */
export type Usable =
  | Disposable
  | AsyncDisposable
  | { close(): unknown }
  | { destroy(): unknown }
  | { terminate(): unknown }

/** Timers that were made elsewhere. */
export interface TimerTracking {
  /** Clears a timer or an immediate when the request ends, by its object or its number; returns it. */
  add<T extends NodeJS.Timeout | NodeJS.Immediate | number>(timer: T): T
  /** Leaves it alone from now on; `false` when it was not tracked. */
  delete(timer: NodeJS.Timeout | NodeJS.Immediate | number): boolean
}

/** Listeners that were registered elsewhere. */
export interface ListenerTracking {
  /** Takes a listener off when the request ends; registers nothing, and returns the listener. */
  add<L extends Listener>(emitter: Emitter, event: string | symbol, listener: L): L
  add<L extends TargetListener>(target: Target, type: string, listener: L, options?: TargetOptions): L
  /** Leaves it registered from now on; `false` when it was not tracked. Looks through all that are held. */
  delete(emitter: Emitter | Target, event: string | symbol, listener: unknown): boolean
}

/** Files that were opened elsewhere. */
export interface FileTracking {
  /** Closes a file when the request ends: a `FileHandle`, a stream, a plain descriptor; returns it. */
  add<T extends FileHandle | Usable | number>(handle: T): T
  /** Leaves it open from now on; `false` when it was not tracked. */
  delete(handle: unknown): boolean
}

/**
 * What one request has opened: disposed of once, when its response has ended, however it ended; last in,
 * first out. The words are those of the standard's `AsyncDisposableStack`.
 *
 * Nothing here throws because of what it is given: a value that cannot be disposed of goes to `onError`, is
 * counted, and is returned unchanged. What is added after the end is disposed of at once.
 */
export interface ResourceScope {
  /** Whether the request has ended, or everything was moved away. */
  readonly disposed: boolean
  /**
   * Aborts when the client leaves before the response is finished. Made when it is first asked for. At the
   * normal end it aborts only with `abortOnEnd: true`.
   */
  readonly signal: AbortSignal
  readonly timers: TimerTracking
  readonly eventListeners: ListenerTracking
  readonly fileHandles: FileTracking

  /**
   * Disposes of a value at the end: by `Symbol.asyncDispose`, `Symbol.dispose`, `close()`, `destroy()` or
   * `terminate()`, the first that it has; a stream is destroyed. The same value twice is disposed of once,
   * and one that several requests use, when the last of them ends. `null` and `undefined` are let through.
   */
  use<T extends Usable | null | undefined>(value: T): T
  /** Calls `dispose(value)` at the end; what it returns is awaited. */
  adopt<T>(value: T, dispose: (value: T) => unknown): T
  /** Calls `dispose` at the end; what it returns is awaited. */
  defer(dispose: () => unknown): void
  /**
   * Hands everything over to work that outlives the request; nothing is disposed of until that says so. After
   * the end there is nothing left: what it returns then has ended, too.
   */
  move(): MovedScope

  /** The global `setTimeout`, cleared at the end. A callback that has run is no longer held. */
  setTimeout<A extends unknown[]>(
    callback: (...args: A) => unknown,
    delayMs?: number,
    ...args: A
  ): NodeJS.Timeout
  /** The global `setInterval`, cleared at the end. */
  setInterval<A extends unknown[]>(
    callback: (...args: A) => unknown,
    delayMs?: number,
    ...args: A
  ): NodeJS.Timeout
  /** The global `setImmediate`, cleared at the end. */
  setImmediate<A extends unknown[]>(callback: (...args: A) => unknown, ...args: A): NodeJS.Immediate

  /** `emitter.on(event, listener)`, taken off at the end; returns the emitter. */
  on<E extends Emitter>(emitter: E, event: string | symbol, listener: Listener): E
  /** `emitter.once(event, listener)`, taken off at the end unless it was called; returns the emitter. */
  once<E extends Emitter>(emitter: E, event: string | symbol, listener: Listener): E
  /** `target.addEventListener(…)`, taken off at the end. */
  addEventListener(target: Target, type: string, listener: TargetListener, options?: TargetOptions): void

  /** `open` of `node:fs/promises`, closed at the end; rejects as that does. */
  open(path: PathLike, flags?: OpenMode, mode?: Mode): Promise<FileHandle>
}

/** How a request has ended for its scope. */
export type ScopeEnd = 'finished' | 'client-left' | 'timed-out'

/** A scope as whoever made it for a request sees it. */
export interface RequestScope extends ResourceScope {
  /** The request has ended: disposes of everything, once. What is asynchronous is not waited for. */
  end(how: ScopeEnd): void
}

/** A scope that belongs to no request any more: it lives until it is disposed of. */
export interface MovedScope extends ResourceScope, AsyncDisposable {
  /** Disposes of everything; resolved when all is done or given up, never rejected. A second time does nothing. */
  dispose(): Promise<void>
}
