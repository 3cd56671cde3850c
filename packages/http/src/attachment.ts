import type { EventEmitter } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Closeable, closeable, PlimsollError } from '@plimsoll/core'
import type { Gate } from './gate.js'

type Emit = EventEmitter['emit']

/** A server as far as attaching needs it: `http.Server`, `https.Server`, `http2` with the compatibility API. */
export type AttachableServer = Pick<EventEmitter, 'emit' | 'on' | 'off' | 'listeners'>

/** Throws when something cannot be attached to. */
export function assertServer(server: unknown): asserts server is AttachableServer {
  if (!isServer(server)) {
    throw new PlimsollError('ERR_PLIMSOLL_SERVER', 'Expected `attach(server)` to be given an HTTP server')
  }
}

/** Whether something can be attached to. */
export function isServer(value: unknown): value is AttachableServer {
  const server = value as Partial<AttachableServer> | null | undefined
  const { close, address } = (server ?? {}) as { close?: unknown; address?: unknown }
  // Express and Koa applications are event emitters as well; attaching to one would guard nothing.
  return (
    typeof server?.emit === 'function' &&
    typeof server.on === 'function' &&
    typeof close === 'function' &&
    typeof address === 'function'
  )
}

/** What is put in front of a server: a gate that decides, or something that prepares requests. */
export interface InFront {
  readonly gate?: Gate | undefined
  /** Runs before the framework, for each request that goes on to it. Must not throw. */
  readonly prepare?: Prepare | undefined
}

/** Something done to a request and its response before the framework sees them. */
export type Prepare = (req: IncomingMessage, res: ServerResponse) => void

/** One wrapper for all that is in front of a server, whichever copies of this package put it there. */
interface Front {
  /** The first that can decides, and the first that can prepares. */
  readonly all: Entry[]
  passes: Passes | undefined
  prepare: Prepare | undefined
  remove(): void
}

interface Entry {
  readonly passes: Passes | undefined
  readonly prepare: Prepare | undefined
}

type Passes = (event: string | symbol, args: readonly unknown[]) => boolean

const FRONT = Symbol.for('plimsoll.front@2')

/**
 * Puts a gate, or what prepares requests, in front of the framework by wrapping this server's `emit`.
 *
 * A listener could not do that: it would run beside the framework's, not instead of it. Tracing tools wrap
 * the same method; whoever wrapped last is restored first, and a wrapper that is no longer on top turns into
 * a plain pass-through. Of several gates the one that was attached first decides, as without attaching the
 * middleware that is mounted first does. A server keeps what is in front of it, so that must not lead to an application.
 */
export function attachInFront(server: AttachableServer, inFront: InFront): Closeable {
  const holder = server as { [FRONT]?: Front }
  if (holder[FRONT] === undefined)
    Object.defineProperty(holder, FRONT, { value: wrapEmit(server), configurable: true })
  const front = holder[FRONT] as unknown as Front
  const { gate, prepare } = inFront
  const passesGate = gate && ((...event: Parameters<Passes>) => passes(gate, ...event))
  const entry: Entry = { passes: passesGate, prepare }
  front.all.push(entry)
  choose(front)
  return closeable(() => {
    front.all.splice(front.all.indexOf(entry), 1)
    choose(front)
    if (front.all.length > 0) return
    delete holder[FRONT]
    front.remove()
  })
}

function choose(front: Front): void {
  front.passes = front.all.find((each) => each.passes !== undefined)?.passes
  front.prepare = front.all.find((each) => each.prepare !== undefined)?.prepare
}

function wrapEmit(server: AttachableServer): Front {
  const original = server.emit
  const owned = Object.hasOwn(server, 'emit')
  const wrapped: Emit = function (this: EventEmitter, event: string | symbol, ...args: unknown[]) {
    if (front.passes?.(event, args) === false) return true
    if (event === 'request') front.prepare?.(args[0] as IncomingMessage, args[1] as ServerResponse)
    return original.call(this, event, ...args)
  }
  const onContinue = (req: IncomingMessage, res: ServerResponse): void => {
    // Node asks for the body itself only when nobody listens; the application's own listener goes first.
    if (server.listeners('checkContinue').length > 1) return
    res.writeContinue()
    server.emit('request', req, res)
  }
  const front: Front = {
    all: [],
    passes: undefined,
    prepare: undefined,
    remove() {
      server.off('checkContinue', onContinue)
      if (server.emit !== wrapped) return
      if (owned) server.emit = original
      else delete (server as { emit?: Emit }).emit
    },
  }
  server.emit = wrapped
  server.on('checkContinue', onContinue)
  return front
}

/** Whether an event may go on to the framework. When deciding fails it may: the guard fails open. */
function passes(gate: Gate, event: string | symbol, args: readonly unknown[]): boolean {
  try {
    return mayPass(gate, event, args)
  } catch (error) {
    gate.onError(error)
    return true
  }
}

function mayPass(gate: Gate, event: string | symbol, args: readonly unknown[]): boolean {
  if (event === 'request' || event === 'checkContinue' || event === 'checkExpectation') {
    return gate.enter(args[0] as IncomingMessage, args[1] as ServerResponse)
  }
  if (event !== 'upgrade' && event !== 'connect') return true
  const [req, ending] = args as [IncomingMessage, ServerResponse | Duplex]
  // HTTP/2 has a response for CONNECT as well.
  return 'writeHead' in ending ? gate.enter(req, ending) : gate.enterUpgrade(req, ending)
}
