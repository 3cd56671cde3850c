import dgram from 'node:dgram'
import net from 'node:net'
import { captureStack } from './capture-stack.js'
import type { CurrentRequest, OpenTrace } from './current-request.js'
import { type AnyFunction, replaceFunction, type Undo } from './replace-function.js'
import { RunningAcquisition } from './running-acquisition.js'

/** A connection. Another request may come to use it, and then answers for it. */
export class SocketAcquisition extends RunningAcquisition<net.Socket> {
  /** Whether a client of `fetch` has it waiting for the next request. */
  waits = false
  /** Whether it has become somebody else's. */
  isPassedOn = false
  readonly #socket: WeakRef<net.Socket>

  constructor(socket: net.Socket, stack: string | undefined) {
    super('socket', socket, (each) => !each.destroyed, stack)
    this.#socket = new WeakRef(socket)
  }

  override isOpen(): boolean {
    return !this.isPassedOn && super.isOpen()
  }

  /** An `http.Agent` takes the message off a socket that goes back into its pool. */
  idleTo(): string | undefined {
    const socket = this.#socket.deref() as (net.Socket & { readonly _httpMessage?: unknown }) | undefined
    if (socket === undefined || !(this.waits || socket._httpMessage === null)) return undefined
    return `${socket.remoteAddress}:${socket.remotePort}`
  }
}

const owners = new WeakMap<object, SocketAcquisition>()

/** The acquisition of a socket by the last request that was seen to use it. */
export function ownerOf(socket: object): SocketAcquisition | undefined {
  return owners.get(socket)
}

/** From now on the request of `trace` answers for the socket. */
export function own(socket: net.Socket, trace: OpenTrace, stack: string | undefined): void {
  const before = owners.get(socket)
  if (before !== undefined) before.isPassedOn = true
  const acquisition = new SocketAcquisition(socket, stack ?? before?.stack)
  owners.set(socket, acquisition)
  trace.add(acquisition)
}

const stackFor = (trace: OpenTrace, wrapper: AnyFunction): string | undefined =>
  trace.wantsStack('socket', true) ? captureStack(wrapper) : undefined

const isListening = (server: net.Server): boolean => server.listening

/** A datagram socket tells only inside whether it has been closed. */
function isBound(socket: dgram.Socket): boolean {
  const state = Object.getOwnPropertySymbols(socket).find(({ description }) => description === 'state symbol')
  if (state === undefined) return false
  const { handle } = (socket as unknown as Record<symbol, { handle?: unknown }>)[state] ?? {}
  return handle !== undefined && handle !== null
}

/** Connections to elsewhere, servers, datagram sockets. `http`, `tls` and `fetch` connect through the first. */
export function watchSockets(current: CurrentRequest): Undo[] {
  return [
    replaceFunction([[net.Socket.prototype, 'connect']], (original) => {
      return function wrapper(this: net.Socket, ...args: unknown[]) {
        const result = original.apply(this, args)
        const trace = current.trace
        if (trace !== undefined) own(this, trace, stackFor(trace, wrapper))
        return result
      }
    }),
    replaceFunction([[net.Server.prototype, 'listen']], (original) => {
      return function wrapper(this: net.Server, ...args: unknown[]) {
        const result = original.apply(this, args)
        const trace = current.trace
        trace?.add(new RunningAcquisition('socket', this, isListening, stackFor(trace, wrapper)))
        return result
      }
    }),
    replaceFunction([[dgram.Socket.prototype, 'bind']], (original) => {
      return function wrapper(this: dgram.Socket, ...args: unknown[]) {
        const result = original.apply(this, args)
        const trace = current.trace
        trace?.add(new RunningAcquisition('socket', this, isBound, stackFor(trace, wrapper)))
        return result
      }
    }),
  ]
}
