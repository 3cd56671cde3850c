import { getEventListeners } from 'node:events'
import type { Acquisition, Look } from '../../observe/acquisition.js'
import { captureStack } from './capture-stack.js'
import { currentTrace } from './current-trace.js'
import { replaceFunction, type Undo } from './replace-function.js'
import { FEW_LISTENERS, MANY_LISTENERS } from './watch-emitters.js'

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
    if (!look.isThorough && (countOf(target, this.#type) ?? 0) > FEW_LISTENERS) return true
    return look.once(target, this.#type, () => registered(target, this.#type)).has(listener)
  }

  target(): object | undefined {
    return this.#target.deref()
  }
}

/** A signal that follows a longer-lived one; whoever listens to it keeps it alive. */
class FollowerAcquisition implements Acquisition {
  readonly kind = 'listener'
  readonly stack: string | undefined
  readonly ripeAtMs = 0
  readonly #source: WeakRef<object>
  readonly #follower: WeakRef<object>

  constructor(source: object, follower: object, stack: string | undefined) {
    this.#source = new WeakRef(source)
    this.#follower = new WeakRef(follower)
    this.stack = stack
  }

  isOpen(): boolean {
    return this.#source.deref() !== undefined && this.#follower.deref() !== undefined
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

interface Listeners {
  readonly size: number
}

/** Finds a field of Node's own by the name of its symbol; without it every listener counts as one of many. */
function insideOf(name: string): (target: object) => unknown {
  let key: symbol | undefined
  return (target) => {
    key ??= Object.getOwnPropertySymbols(target).find((symbol) => symbol.description === name)
    return key === undefined ? undefined : (target as Record<symbol, unknown>)[key]
  }
}

const eventsOf = insideOf('kEvents')
const followersOf = insideOf('kDependantSignals')

/** `undefined` where Node does not tell. */
function countOf(target: EventTarget, type: string): number | undefined {
  const root = (eventsOf(target) as ReadonlyMap<string, Listeners> | undefined)?.get?.(type)
  return root?.size
}

/** Listeners of event targets, of which long-lived abort signals are the ones that leak. */
export function watchEventTargets(): Undo[] {
  const { prototype } = EventTarget
  return [
    replaceFunction([[prototype, 'addEventListener']], (original) => {
      const { wrapper } = {
        wrapper(this: EventTarget, ...args: unknown[]) {
          const result = original.apply(this, args)
          const trace = currentTrace()
          const [type, listener] = args as [string, object]
          if (
            trace === undefined ||
            !isObject(listener) ||
            (countOf(this, type) ?? Infinity) <= MANY_LISTENERS
          )
            return result
          const stack = trace.wantsStack('listener', false) ? captureStack(wrapper) : undefined
          trace.add(new TargetListenerAcquisition(this, String(type), listener, stack))
          return result
        },
      }
      return wrapper
    }),
    replaceFunction([[AbortSignal, 'any']], (original) => {
      const { wrapper } = {
        wrapper(this: unknown, ...args: unknown[]) {
          const follower = original.apply(this, args)
          const trace = currentTrace()
          const [sources] = args
          if (trace === undefined || !Array.isArray(sources)) return follower
          for (const source of sources as object[]) {
            const { size = 0 } = (followersOf(source) ?? {}) as Partial<Listeners>
            if (size <= MANY_LISTENERS) continue
            const stack = trace.wantsStack('listener', false) ? captureStack(wrapper) : undefined
            trace.add(new FollowerAcquisition(source, follower, stack))
          }
          return follower
        },
      }
      return wrapper
    }),
  ]
}

const isObject = (value: unknown): boolean =>
  typeof value === 'function' || (typeof value === 'object' && value !== null)
