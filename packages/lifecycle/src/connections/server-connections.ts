import type { IncomingMessage, ServerResponse } from 'node:http'
import type { IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Clock, Closeable, OnError } from '@plimsoll/core'
import type { MomentQueue } from '../platform/quiet-moment.js'
import { closeRested } from './close-rested.js'
import type { Connections } from './connections.js'
import type { DrainableServer, Http1Extras } from './http-server.js'
import { Http1Socket } from './http1-socket.js'
import { Http2SessionRecord } from './http2-session.js'
import { letGoSessions } from './let-go-sessions.js'
import { observeServer } from './observed-server.js'
import { UpgradedSocket } from './upgraded-socket.js'
import type { Waiting } from './waiting.js'

/** What the connections of a server need from outside. */
export interface ConnectionPorts {
  readonly clock: Clock
  /** Acts when nothing is left in the kernel that an act would destroy, as far as one can tell. */
  readonly quietMoments: MomentQueue
  /** Resolves when what somebody else has accepted for this process is here: the primary of a cluster. */
  readonly handedOver?: () => Promise<void>
  readonly closeListener: (server: DrainableServer, onEnd: () => void) => void
  readonly onError: OnError
  readonly idleGraceMs: number
  /** Says goodbye to an upgraded connection instead of us. */
  readonly onUpgraded: ((socket: Duplex, request: IncomingMessage) => void) | undefined
}

const isTls = (server: object): boolean => 'setSecureContext' in server

type Phase = 'serving' | 'closing' | 'draining'

/** Everything that is open on one server. */
export class ServerConnections implements Connections {
  readonly #server: DrainableServer & Http1Extras
  readonly #ports: ConnectionPorts
  readonly #observation: Closeable
  readonly #http1 = new Map<Duplex, Http1Socket>()
  readonly #sessions = new Map<ServerHttp2Session, Http2SessionRecord>()
  readonly #upgraded = new Map<Duplex, UpgradedSocket>()
  /** What a TLS server accepted: shaking hands at first, then under one of the above. */
  readonly #raw = new Set<Socket>()
  /** Who connected since it was asked last, while draining. */
  readonly #fresh: Socket[] = []
  #phase: Phase = 'serving'
  /** The connection that the server is being told of right now. */
  #announced: Socket | undefined
  #listenerClosed = false
  #ended = false
  #givenUp = false
  #drainingSinceMs = 0

  constructor(server: DrainableServer, ports: ConnectionPorts) {
    this.#server = server
    this.#ports = ports
    this.#observation = observeServer(server, (event, args) => this.#observe(event, args), ports.onError)
  }

  get waiting(): Waiting {
    const sockets = [...this.#http1.values()]
    const http1 = sockets.flatMap((each) => each.running)
    const http2 = [...this.#sessions.values()].flatMap((each) => each.running)
    const arriving = sockets.filter((each) => each.arriving).length
    const busy = sockets.filter((each) => each.running.length > 0).length
    return {
      requests: [...http1, ...http2],
      upgraded: [...this.#upgraded.values()],
      arriving: arriving + this.#handshakes,
      idle: sockets.length - busy - arriving,
    }
  }

  get empty(): boolean {
    if (this.#phase !== 'draining' || !this.#listenerClosed) return false
    if (this.#ended) return true
    if (this.#http1.size + this.#sessions.size + this.#upgraded.size > 0) return false
    // What shakes hands for longer than an idle connection may wait is no client of ours any more.
    return this.#handshakes === 0 || this.#drainedForMs() > this.#ports.idleGraceMs
  }

  announce(): void {
    if (this.#phase !== 'serving') return
    this.#phase = 'closing'
    for (const each of this.#http1.values()) each.closeAfterAnswer()
  }

  drain(): void {
    this.announce()
    if (this.#phase === 'draining') return
    this.#phase = 'draining'
    this.#drainingSinceMs = this.#ports.clock.now()
    this.#ports.quietMoments.await({
      held: [...this.#raw, ...this.#talking],
      came: () => this.#fresh.splice(0),
      handedOver: this.#ports.handedOver,
      act: () => {
        if (!this.#givenUp) this.#stopListening()
      },
    })
    for (const each of this.#upgraded.values()) this.#sayGoodbye(each)
    this.#endEventStreams()
  }

  sweep(): void {
    const { idleGraceMs, quietMoments } = this.#ports
    const rested = [...this.#http1.values()].filter((each) => each.hasRestedFor(idleGraceMs))
    if (this.#phase !== 'draining') return
    this.#endEventStreams()
    if (!this.#listenerClosed) return
    if (rested.length > 0) closeRested(rested, this.#talking, idleGraceMs, quietMoments)
    if (this.#sessions.size > 0)
      letGoSessions([...this.#sessions.values()], this.#talking, idleGraceMs, quietMoments)
  }

  cutOff(): void {
    this.#stopListening()
    for (const socket of this.#http1.keys()) socket.destroy()
    for (const session of this.#sessions.keys()) session.destroy()
    for (const socket of this.#upgraded.keys()) socket.destroy()
    for (const socket of this.#raw) socket.destroy()
    // Connections from before we watched.
    this.#server.closeAllConnections?.()
  }

  close(): void {
    this.#givenUp = true
    this.#observation.close()
  }

  /** Whom requests come from, as far as they are known to. */
  get #talking(): readonly Duplex[] {
    const sessions = [...this.#sessions.values()].flatMap(({ socket }) => socket ?? [])
    return [...this.#http1.keys(), ...sessions, ...this.#upgraded.keys()]
  }

  get #handshakes(): number {
    return Math.max(0, this.#raw.size - this.#http1.size - this.#sessions.size - this.#upgraded.size)
  }

  #drainedForMs(): number {
    return this.#ports.clock.now() - this.#drainingSinceMs
  }

  #observe(event: string | symbol, args: readonly unknown[]): (() => void) | undefined {
    switch (event) {
      case 'request':
      case 'checkContinue':
      case 'checkExpectation':
        this.#onRequest(args[0] as IncomingMessage, args[1] as ServerResponse)
        return undefined
      case 'connection':
      case 'secureConnection':
        return this.#onConnection(event, args[0] as Socket)
      case 'session':
        this.#onSession(args[0] as ServerHttp2Session)
        return undefined
      case 'stream':
        this.#onStream(args[0] as ServerHttp2Stream, args[1] as IncomingHttpHeaders)
        return undefined
      case 'upgrade':
      case 'connect':
        return this.#onUpgrade(args[0] as IncomingMessage, args[1] as Duplex)
      case 'listening':
        // Somebody began to listen when the end had begun: a signal came while the program started.
        if (this.#phase === 'draining') this.#stopListening()
        return undefined
      default:
        return undefined
    }
  }

  #onConnection(event: string, socket: Socket): () => void {
    if (event === 'connection' && this.#phase === 'draining' && !this.#listenerClosed)
      this.#fresh.push(socket)
    if (event === 'connection' && isTls(this.#server)) {
      this.#raw.add(socket)
      socket.once('close', () => this.#raw.delete(socket))
      return () => {}
    }
    const before = this.#announced
    this.#announced = socket
    this.#recordOf(socket)
    return () => {
      this.#announced = before
    }
  }

  #recordOf(socket: Socket): Http1Socket {
    const known = this.#http1.get(socket)
    if (known !== undefined) return known
    const record = new Http1Socket(socket, this.#ports.clock)
    this.#http1.set(socket, record)
    socket.once('close', () => this.#http1.delete(socket))
    if (this.#phase !== 'serving') record.closeAfterAnswer()
    return record
  }

  #onRequest(req: IncomingMessage, res: ServerResponse): void {
    // Streams of HTTP/2 are known by their session.
    if (req.httpVersionMajor < 2 && req.socket !== null) this.#recordOf(req.socket).begin(req, res)
  }

  #onSession(session: ServerHttp2Session): void {
    // Nodes announce a session while they announce its connection: that one speaks HTTP/2.
    if (this.#announced !== undefined) this.#http1.delete(this.#announced)
    this.#sessions.set(session, new Http2SessionRecord(session, this.#announced, this.#ports.clock))
    session.once('close', () => this.#sessions.delete(session))
  }

  #onStream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): void {
    const { session } = stream
    if (session !== undefined) this.#sessions.get(session as ServerHttp2Session)?.begin(stream, headers)
  }

  #onUpgrade(req: IncomingMessage, socket: Duplex): (() => void) | undefined {
    // CONNECT of HTTP/2 comes with a response, and is a stream of its session.
    if (req.httpVersionMajor >= 2) return undefined
    this.#http1.delete(socket)
    const record = new UpgradedSocket(socket, req, this.#ports.clock.now())
    this.#upgraded.set(socket, record)
    socket.once('close', () => this.#upgraded.delete(socket))
    return this.#phase === 'draining' ? () => this.#sayGoodbye(record) : undefined
  }

  #sayGoodbye(upgraded: UpgradedSocket): void {
    try {
      if (this.#ports.onUpgraded === undefined) upgraded.goAway()
      else this.#ports.onUpgraded(upgraded.socket, upgraded.request)
    } catch (error) {
      this.#ports.onError(error)
    }
  }

  #endEventStreams(): void {
    for (const each of this.#http1.values()) each.endEventStreams()
    for (const each of this.#sessions.values()) each.endEventStreams()
  }

  #stopListening(): void {
    this.#listenerClosed = true
    if (!this.#server.listening) return
    this.#ports.closeListener(this.#server, () => {
      this.#ended = true
    })
  }
}
