import { EventEmitter } from 'node:events'
import type { Acquisition, Look } from '../../observe/acquisition.js'
import { captureStack } from './capture-stack.js'
import type { CurrentRequest } from './current-request.js'
import { type AnyFunction, type PlaceOfFunction, replaceFunction, type Undo } from './replace-function.js'
import { isInsideWorker } from './watch-workers.js'

/** An emitter as Node keeps it: reading this is what makes the watching cheap. */
interface Inside {
  readonly _events: Record<PropertyKey, unknown>
  readonly _eventsCount: number
}

/** More of one event than a stream has by itself, and more names than anything but a table of addresses. */
export const MANY_LISTENERS = 3
const MANY_EVENTS = 15

class ListenerAcquisition implements Acquisition {
  readonly kind = 'listener'
  readonly stack: string | undefined
  readonly ripeAtMs = 0
  readonly #emitter: WeakRef<EventEmitter>
  readonly #event: PropertyKey
  readonly #listener: WeakRef<object>

  constructor(emitter: object, event: PropertyKey, listener: object, stack: string | undefined) {
    this.#emitter = new WeakRef(emitter as EventEmitter)
    this.#event = event
    this.#listener = new WeakRef(listener)
    this.stack = stack
  }

  isOpen(look: Look): boolean {
    const emitter = this.#emitter.deref()
    const listener = this.#listener.deref()
    if (emitter === undefined || listener === undefined) return false
    if (!look.affords(emitter, this.#event, listenerCount.call(emitter, this.#event as string))) return true
    return look.once(emitter, this.#event, () => registered(emitter, this.#event)).has(listener)
  }

  target(): object | undefined {
    return this.#emitter.deref()
  }
}

const { listenerCount, rawListeners } = EventEmitter.prototype

function registered(emitter: EventEmitter, event: PropertyKey): ReadonlySet<unknown> {
  try {
    return new Set(rawListeners.call(emitter, event as string))
  } catch {
    return new Set()
  }
}

function note(
  current: CurrentRequest,
  emitter: object,
  event: PropertyKey,
  listener: object,
  wrapper: AnyFunction,
): void {
  const { trace } = current
  if (trace === undefined || current.is(emitter)) return
  // Workers are piped to the output: what they add there is theirs, and only the stack tells.
  const isOutput = (emitter as { _isStdio?: boolean })._isStdio === true
  const stack = trace.wantsStack('listener', isOutput) ? captureStack(wrapper) : undefined
  if (isInsideWorker(stack) || (isOutput && stack === undefined)) return
  trace.add(new ListenerAcquisition(emitter, event, listener, stack))
}

/**
 * A listener is looked at only where they accumulate: this way the fifteen that Node itself adds for a hello
 * world cost a few nanoseconds each, and a leak loses no more than its first three.
 */
export function watchEmitters(current: CurrentRequest): Undo[] {
  const watch = (original: AnyFunction): AnyFunction =>
    function wrapper(this: Partial<Inside>, event: PropertyKey, listener: object, ...rest: unknown[]) {
      // Whoever wrapped it before may take more. Nobody does as a rule, and then nothing is gathered.
      const result =
        rest.length === 0
          ? original.call(this, event, listener)
          : original.call(this, event, listener, ...rest)
      const all = this._events?.[event]
      const isMany = typeof all === 'object' && (all as readonly unknown[]).length > MANY_LISTENERS
      if (isMany || (this._eventsCount as number) > MANY_EVENTS) note(current, this, event, listener, wrapper)
      return result
    }
  const { prototype } = EventEmitter
  const adding: PlaceOfFunction[] = [
    [prototype, 'addListener'],
    [prototype, 'on'],
  ]
  return [replaceFunction(adding, watch), replaceFunction([[prototype, 'prependListener']], watch)]
}
