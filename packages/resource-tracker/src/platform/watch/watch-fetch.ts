import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { captureStack } from './capture-stack.js'
import type { CurrentRequest, OpenTrace } from './current-request.js'
import type { Undo } from './replace-function.js'
import { own, ownerOf } from './watch-sockets.js'

/** Who has asked for something, and where. */
interface Asked {
  readonly trace: OpenTrace
  readonly stack: string | undefined
}

interface Message {
  readonly request: object
  readonly socket?: Socket
}

/**
 * `fetch` and undici tell on channels which request uses which connection, and when its answer has been read
 * to the end: only then does the connection wait for the next one. At the beginning, and only there, the
 * stack still leads to the caller.
 */
export function watchFetch(current: CurrentRequest): Undo[] {
  const asked = new WeakMap<object, Asked>()
  const sockets = new WeakMap<object, WeakRef<Socket>>()

  const onCreate = (message: unknown): void => {
    const trace = current.trace
    if (trace === undefined) return
    const stack = trace.wantsStack('socket', true) ? captureStack(onCreate) : undefined
    asked.set((message as Message).request, { trace, stack })
  }
  const onSend = (message: unknown): void => {
    const { request, socket } = message as Message
    const by = asked.get(request)
    if (by === undefined || socket === undefined) return
    sockets.set(request, new WeakRef(socket))
    own(socket, by.trace, by.stack)
  }
  const onRead = (message: unknown): void => {
    const socket = sockets.get((message as Message).request)?.deref()
    const owner = socket && ownerOf(socket)
    if (owner !== undefined) owner.waits = true
  }
  return [
    listen('undici:request:create', onCreate),
    listen('undici:client:sendHeaders', onSend),
    listen('undici:request:trailers', onRead),
  ]
}

function listen(channel: string, listener: (message: unknown) => void): Undo {
  subscribe(channel, listener)
  return () => void unsubscribe(channel, listener)
}
