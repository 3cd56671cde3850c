import type { Socket } from 'node:net'

const waiting = new WeakMap<Socket, Set<() => void>>()

/**
 * Calls `callback` once when the connection closes; what is returned takes it back.
 *
 * A response that waits behind another one on its connection (HTTP/1 pipelining) has no socket yet, and is
 * told nothing when the client leaves. One listener serves all that wait: a client may send hundreds.
 */
export function onConnectionEnd(socket: Socket, callback: () => void): () => void {
  let callbacks = waiting.get(socket)
  if (callbacks === undefined) {
    callbacks = new Set()
    waiting.set(socket, callbacks)
    socket.once('close', () => {
      for (const each of waiting.get(socket) ?? []) each()
    })
  }
  callbacks.add(callback)
  return () => void callbacks.delete(callback)
}
