import { getEventListeners } from 'node:events'
import type { Acquisition, Look } from '../../observe/acquisition.js'
import { captureStack } from './capture-stack.js'
import type { CurrentRequest, OpenTrace } from './current-request.js'
import { type AnyFunction, replaceFunction, type Undo } from './replace-function.js'
import { MANY_LISTENERS } from './watch-emitters.js'

class TargetListenerAcquisition implements Acquisition {
  readonly kind = 'listener'
  readonly stack: string | undefined
  readonly ripeAtMs = 0
  readonly #target: WeakRef<EventTarget>
  readonly #type: string
  readonly #listener: WeakRef<object>

  constructor(target: EventTarget, type: string, listener: object, stack: string | undefined) {
    this.#target = new WeakRef(target)
    this.#type = type
    this.#listener = new WeakRef(listener)
    this.stack = stack
  }

  isOpen(look: Look): boolean {
    const target = this.#target.deref()
    const listener = this.#listener.deref()
    if (target === undefined || listener === undefined) return false
    if (!look.affords(target, this.#type, countOf(target, this.#type) ?? 0)) return true
    return look.once(target, this.#type, () => registered(target, this.#type)).has(listener)
  }

  target(): object | undefined {
    return this.#target.deref()
  }
}

/**
 * A composite signal that follows a longer-lived one. Node keeps it alive while somebody listens to it; once it is
 * aborted, by a timeout it follows as well, it follows nobody.
 */
class FollowerAcquisition implements Acquisition {
  readonly kind = 'listener'
  readonly stack: string | undefined
  readonly ripeAtMs = 0
  readonly #source: WeakRef<object>
  readonly #follower: WeakRef<AbortSignal>

  constructor(source: object, follower: AbortSignal, stack: string | undefined) {
    this.#source = new WeakRef(source)
    this.#follower = new WeakRef(follower)
    this.stack = stack
  }

  isOpen(): boolean {
    return this.#source.deref() !== undefined && this.#follower.deref()?.aborted === false
  }

  target(): object | undefined {
    return this.#source.deref()
  }
}

function registered(target: EventTarget, type: string): ReadonlySet<unknown> {
  try {
    return new Set(getEventListeners(target as never, type))
  } catch {
    return new Set()
  }
}

interface Sized {
  readonly size: number
}

/** Reads fields of Node's own, which are found by the names of their symbols; without them, nothing is told. */
function insideOf(specimens: readonly object[]) {
  const symbols = new Map(
    specimens
      .flatMap((specimen) => Object.getOwnPropertySymbols(specimen))
      .map((key) => [key.description, key]),
  )
  const field = (name: string) => {
    const key = symbols.get(name)
    return (target: object): unknown => key && (target as Record<symbol, unknown>)[key]
  }
  return { events: field('kEvents'), sources: field('kSourceSignals'), followers: field('kDependantSignals') }
}

function specimens(): readonly object[] {
  const source = new AbortController().signal
  const follower = AbortSignal.any([source])
  const listener = (): void => {}
  follower.addEventListener('abort', listener)
  follower.removeEventListener('abort', listener)
  return [source, follower]
}

let inside: ReturnType<typeof insideOf> | undefined

/** `undefined` where Node does not tell. */
function countOf(target: EventTarget, type: string): number | undefined {
  return (inside?.events(target) as ReadonlyMap<string, Sized> | undefined)?.get(type)?.size
}

/** The longer-lived signals that a composite signal follows and that many others follow as well. */
function popularSources(target: EventTarget): object[] {
  const popular: object[] = []
  for (const reference of (inside?.sources(target) ?? []) as Iterable<WeakRef<object>>) {
    const source = reference.deref()
    const followers = source && (inside?.followers(source) as Sized | undefined)
    if (source !== undefined && (followers?.size ?? 0) > MANY_LISTENERS) popular.push(source)
  }
  return popular
}

function note(
  trace: OpenTrace,
  target: EventTarget,
  type: string,
  listener: object,
  wrapper: AnyFunction,
): void {
  const isOneOfMany = (countOf(target, type) ?? 0) > MANY_LISTENERS
  const sources = popularSources(target)
  if (!isOneOfMany && sources.length === 0) return
  const stack = trace.wantsStack('listener', false) ? captureStack(wrapper) : undefined
  if (isOneOfMany) trace.add(new TargetListenerAcquisition(target, type, listener, stack))
  // Only abort signals follow others.
  for (const source of sources) trace.add(new FollowerAcquisition(source, target as AbortSignal, stack))
}

/**
 * Listeners of event targets, of which long-lived abort signals are the ones that leak: directly, or through
 * composite signals, which live as long as somebody listens to them.
 */
export function watchEventTargets(current: CurrentRequest): Undo[] {
  inside ??= insideOf(specimens())
  return [
    replaceFunction([[EventTarget.prototype, 'addEventListener']], (original) => {
      const { wrapper } = {
        wrapper(this: EventTarget, ...args: unknown[]) {
          const result = original.apply(this, args)
          const trace = current.trace
          const [type, listener] = args
          if (trace !== undefined && isObject(listener)) note(trace, this, String(type), listener, wrapper)
          return result
        },
      }
      return wrapper
    }),
  ]
}

const isObject = (value: unknown): value is object =>
  typeof value === 'function' || (typeof value === 'object' && value !== null)
