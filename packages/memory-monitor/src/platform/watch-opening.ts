import fs from 'node:fs'
import { type Closeable, closeable } from '@plimsoll/core'
import type { CallFrame } from '../openers/call-frame.js'
import type { OpenedDescriptor } from '../openers/opened-places.js'
import { callFrames } from './call-frames.js'

/** A stack takes 20 to 50 µs: so many in a second, and what is opened beyond that goes unseen. */
const MOST_A_SECOND = 50
/** So many links are read in a piece. */
const LINKS_A_PIECE = 64
/** More than a process has. */
const MOST_KEPT = 20_000

type Opening = { readonly frames: readonly CallFrame[] }
// biome-ignore lint/suspicious/noExplicitAny: of whatever signature the function has that is replaced
type AnyFunction = (this: any, ...args: any[]) => any

interface StillOpen extends OpenedDescriptor {
  readonly path: string
}

/** Sees files being opened. */
export interface OpeningWatch extends Closeable {
  /** What was opened before that time and is still open, by all that can be told; piece by piece. */
  stillOpen(beforeMs: number): Generator<void, readonly StillOpen[]>
}

/**
 * Watches from now on where files are opened that are then known by a number: `fs.open`, `fs.openSync` and streams. A
 * `FileHandle` is closed with its object, so who holds that says more. Where somebody else has put his own function in
 * a place, it is called; what cannot be replaced is left alone.
 */
export function watchOpening(): OpeningWatch {
  const opened = new Map<number, OpenedDescriptor>()
  const madeAt = new WeakMap<object, Opening>()
  let constructing: Opening | undefined
  let isOver = false
  let second = 0
  let taken = 0

  function frames(below: AnyFunction): readonly CallFrame[] | undefined {
    const now = Math.floor(performance.now() / 1000)
    if (now !== second) taken = 0
    second = now
    taken += 1
    return isOver || taken > MOST_A_SECOND ? undefined : callFrames(below)
  }

  function note(descriptor: unknown, stack: readonly CallFrame[] | undefined): void {
    if (typeof descriptor !== 'number') return
    if (stack === undefined || opened.size >= MOST_KEPT) opened.delete(descriptor)
    else opened.set(descriptor, { frames: stack, atMs: performance.now() })
  }

  function openSync(original: AnyFunction): AnyFunction {
    return function wrapper(this: unknown, ...args: unknown[]) {
      const descriptor: unknown = original.apply(this, args)
      if (!isOver) note(descriptor, frames(wrapper))
      return descriptor
    }
  }

  function open(original: AnyFunction): AnyFunction {
    return function wrapper(this: unknown, ...args: unknown[]) {
      const at = args.findLastIndex((each) => typeof each === 'function')
      const callback = args[at] as AnyFunction | undefined
      if (isOver || callback === undefined) return original.apply(this, args)
      const stack = constructing?.frames ?? frames(wrapper)
      args[at] = function (this: unknown, ...results: unknown[]) {
        note(results[1], stack)
        return callback.apply(this, results)
      }
      return original.apply(this, args)
    }
  }

  /** A stream opens its file a tick after it was made; the method is looked up while it is being made, too. */
  function streams(prototype: object): () => void {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, '_construct')
    const original: unknown = descriptor?.value
    if (descriptor?.configurable !== true || typeof original !== 'function') return () => {}
    function construct(this: object, ...args: unknown[]): unknown {
      const before = constructing
      constructing = madeAt.get(this)
      try {
        return (original as AnyFunction).apply(this, args)
      } finally {
        constructing = before
      }
    }
    function get(this: object): AnyFunction {
      const stack = isOver || madeAt.has(this) ? undefined : frames(get)
      if (stack !== undefined) madeAt.set(this, { frames: stack })
      return construct
    }
    function set(this: object, value: unknown): void {
      Object.defineProperty(this, '_construct', { configurable: true, writable: true, value })
    }
    Object.defineProperty(prototype, '_construct', { configurable: true, get, set })
    return () => {
      const now = Object.getOwnPropertyDescriptor(prototype, '_construct')
      if (now?.get === get) Object.defineProperty(prototype, '_construct', descriptor)
    }
  }

  const undo = [
    replace('openSync', openSync),
    replace('open', open),
    streams(fs.ReadStream.prototype),
    streams(fs.WriteStream.prototype),
  ]
  const close = closeable(() => {
    isOver = true
    opened.clear()
    for (const each of undo) each()
  })
  function* stillOpen(beforeMs: number): Generator<void, readonly StillOpen[]> {
    const found: StillOpen[] = []
    for (const [index, [descriptor, each]] of [...opened].entries()) {
      if (index % LINKS_A_PIECE === LINKS_A_PIECE - 1) yield
      const path = each.atMs <= beforeMs ? pathOf(descriptor) : undefined
      if (path !== undefined) found.push({ ...each, path })
    }
    return found
  }
  return Object.assign(close, { stillOpen })
}

/** Puts a wrapper where a function of `node:fs` is; what it returns takes it back, if it is still there. */
function replace(name: 'open' | 'openSync', wrap: (original: AnyFunction) => AnyFunction): () => void {
  const descriptor = Object.getOwnPropertyDescriptor(fs, name)
  const original: unknown = descriptor?.value
  if (descriptor?.configurable !== true || typeof original !== 'function') return () => {}
  const wrapper = wrap(original as AnyFunction)
  // Its name, its length, and what promisify looks for.
  for (const key of Reflect.ownKeys(original)) {
    const own = Object.getOwnPropertyDescriptor(original, key)
    if (own !== undefined) Reflect.defineProperty(wrapper, key, own)
  }
  Object.defineProperty(fs, name, { ...descriptor, value: wrapper })
  return () => {
    const now = Object.getOwnPropertyDescriptor(fs, name)
    if (now?.value === wrapper) Object.defineProperty(fs, name, descriptor)
  }
}

/** `undefined` for what is closed, or a number that something else has by now. */
function pathOf(descriptor: number): string | undefined {
  try {
    const target = fs.readlinkSync(`/proc/self/fd/${descriptor}`)
    return target.startsWith('/') ? target : undefined
  } catch {
    return undefined
  }
}
