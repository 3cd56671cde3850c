import type { EventEmitter } from 'node:events'
import { type Closeable, closeable } from '@plimsoll/core'

type Emit = EventEmitter['emit']

/** Sees each event of a server before its listeners do; what is returned is called when they have run. */
export type Observer = (event: string | symbol, args: readonly unknown[]) => (() => void) | undefined

/**
 * Watches what a server emits by wrapping its `emit`.
 *
 * Listeners would not do: one for `upgrade` makes Node hand upgrades over that nobody serves, and one for `request`
 * runs beside the application's, whose answer may be sent by then. Whoever wrapped last is restored first; a
 * wrapper that is no longer on top turns into a pass-through.
 */
export function observeServer(
  server: EventEmitter,
  observer: Observer,
  onError: (error: unknown) => void,
): Closeable {
  const original = server.emit
  const owned = Object.hasOwn(server, 'emit')
  let open = true
  const observed = (event: string | symbol, args: readonly unknown[]): (() => void) | undefined => {
    try {
      return observer(event, args)
    } catch (error) {
      onError(error)
      return undefined
    }
  }
  const wrapped: Emit = function (this: EventEmitter, event: string | symbol, ...args: unknown[]) {
    const after = open ? observed(event, args) : undefined
    if (after === undefined) return original.call(this, event, ...args)
    try {
      return original.call(this, event, ...args)
    } finally {
      after()
    }
  }
  server.emit = wrapped
  return closeable(() => {
    open = false
    if (server.emit !== wrapped) return
    if (owned) server.emit = original
    else delete (server as { emit?: Emit }).emit
  })
}
