import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OnError } from '@plimsoll/core'
import type { MemoryView } from '@plimsoll/memory-guard'
import { type AttachableServer, assertServer, attachInFront, isServer, type Prepare } from './attachment.js'
import { Attachments } from './attachments.js'
import { type Exchange, exchangeOf } from './exchange.js'
import type { Framework } from './framework.js'
import type { GuardPart } from './guard-part.js'
import { keptBy } from './kept-by.js'
import { CALM, showMemory, showMemoryOn } from './memory-of.js'
import type { Answer, Part } from './part.js'
import { forgetsTransitions } from './platform/class-transitions.js'
import { PreparedExamples } from './prepared-examples.js'
import { meetClasses } from './request-fields.js'
import { ShownOnce } from './shown-once.js'

type Handler = Part & Required<Pick<Part, 'handle'>>
type Passer = Part & Required<Pick<Part, 'letPass'>>

export interface PipelineParts {
  readonly guard: GuardPart | undefined
  /** In the order in which they look at a request, the guard first. */
  readonly parts: readonly Part[]
  readonly autoAttach: boolean
  /** Whether handlers are shown memory: they are where a guard is mounted or might be. */
  readonly showsMemory: boolean
  readonly onError: OnError
}

/**
 * What is behind every middleware: the parts in their order, started by the first request, closed once.
 *
 * It knows the middleware that the user holds only weakly, so that an abandoned one can be collected.
 */
export class Pipeline {
  readonly #parts: PipelineParts
  readonly #handlers: readonly Handler[]
  readonly #passers: readonly Passer[]
  readonly #attachments = new Attachments()
  /** Servers whose requests are prepared for their framework. */
  readonly #prepared = new Attachments()
  /** Servers that keep the middleware: where `attach` was called. The application keeps it behind the others. */
  readonly #kept = new Attachments()
  readonly #shownMemory = new ShownOnce(showMemory, showMemoryOn)
  /** Servers from which a request has come: whether to attach is asked once. */
  readonly #met = new WeakSet<object>()
  #owner: WeakRef<object> | undefined
  #started = false
  #listens = false
  #hasMet = false
  #closed = false

  constructor(parts: PipelineParts) {
    this.#parts = parts
    this.#handlers = parts.parts.filter((part) => part.handle !== undefined) as Handler[]
    this.#passers = parts.parts.filter((part) => part.letPass !== undefined) as Passer[]
  }

  /** What handlers see as `req.memory`: calm without a guard, or closed; `undefined` for health or metrics alone. */
  get #memory(): MemoryView | undefined {
    if (!this.#parts.showsMemory) return undefined
    return (this.#closed ? undefined : this.#parts.guard?.guard.memory) ?? CALM
  }

  /** Says which middleware an attached server must keep from being collected. */
  ownedBy(owner: object): void {
    this.#owner = new WeakRef(owner)
  }

  start(): void {
    if (this.#started || this.#closed) return
    this.#started = true
    for (const part of this.#parts.parts) part.start()
  }

  /** A request has arrived, or a server is being attached to. */
  #listening(): void {
    if (this.#listens || this.#closed) return
    this.start()
    this.#listens = true
    for (const part of this.#parts.parts) part.listening?.()
  }

  /** Attaches, and has the server keep the middleware, of which there may be nothing else. */
  attach(server: AttachableServer): void {
    assertServer(server)
    this.#attach(server)
    const owner = this.#owner?.deref()
    if (owner !== undefined && this.#attachments.has(server)) this.#kept.add(server, keptBy(server, owner))
  }

  #attach(server: AttachableServer): void {
    this.#listening()
    const { guard } = this.#parts
    if (guard === undefined || this.#closed || this.#attachments.has(server)) return
    this.#attachments.add(server, attachInFront(server, { gate: guard.gate }))
  }

  /** Only where the framework itself was seen behind a server, and where it was put in front of it or may be. */
  #prepare<C>(server: AttachableServer, exchange: Exchange, framework: Framework<C>, context: C): void {
    if (!forgetsTransitions || this.#closed || this.#prepared.has(server)) return
    const prepareOne = framework.prepareLike?.(context)
    if (prepareOne === undefined) return
    const { req, res } = exchange
    const examples = new PreparedExamples({
      req: Object.getPrototypeOf(req),
      res: Object.getPrototypeOf(res),
    })
    const prepare: Prepare = (...pair) => {
      try {
        examples.keepLike(...pair, prepareOne)
        prepareOne(...pair)
      } catch (error) {
        this.#failed(error)
      }
    }
    this.#prepared.add(server, attachInFront(server, { prepare }))
  }

  /** Runs the parts over one request. Never throws: what fails lets the request go on. */
  handle<C>(
    req: IncomingMessage,
    res: ServerResponse,
    framework: Framework<C>,
    context: C,
  ): Answer | Promise<Answer | undefined> | undefined {
    if (this.#closed && this.#passers.length === 0 && !this.#parts.showsMemory) return undefined
    try {
      this.#listening()
      const exchange = exchangeOf(req, res)
      exchange.enter(framework, context)
      this.#showMemory(exchange, framework, context)
      if (this.#closed) {
        for (const part of this.#passers) part.letPass(exchange, framework, context)
        return undefined
      }
      if (!this.#hasMet || (this.#mayAttach && !exchange.attached)) this.#meet(exchange, framework, context)
      exchange.mountedUrl = undefined
      for (const part of this.#handlers) {
        const answer = part.handle(exchange, framework, context)
        if (answer !== undefined) return answer instanceof Promise ? answer.catch(this.#failed) : answer
      }
    } catch (error) {
      this.#failed(error)
    }
    return undefined
  }

  /** Decides on a request that comes through no framework; `true` when it may go on. */
  enter(req: IncomingMessage, res: ServerResponse): boolean {
    try {
      this.#listening()
      return this.#closed || (this.#parts.guard?.gate.enter(req, res) ?? true)
    } catch (error) {
      this.#failed(error)
      return true
    }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#attachments.close()
    this.#prepared.close()
    this.#kept.close()
    for (const part of this.#parts.parts) part.close()
  }

  readonly #failed = (error: unknown): undefined => {
    this.#parts.onError(error)
  }

  get #mayAttach(): boolean {
    return this.#parts.autoAttach && this.#parts.guard !== undefined
  }

  /**
   * The first request of a server attaches to it, unless the middleware guards only a part of the paths. Where that was
   * opted out of, or done before, nothing but the very first request is looked at.
   */
  #meet<C>(exchange: Exchange, framework: Framework<C>, context: C): void {
    this.#hasMet = true
    meetClasses(exchange.req)
    const { server } = (exchange.req.socket ?? {}) as { server?: unknown }
    if (typeof server !== 'object' || server === null || this.#met.has(server)) return
    this.#met.add(server)
    if (!isServer(server)) return
    const mountedAtRoot = framework.mountedUrl(context) === exchange.url
    const guardsAll = mountedAtRoot && framework.routeOf(context) === undefined
    const mayWrap = this.#parts.autoAttach && guardsAll
    if (mayWrap) this.#attach(server)
    if (mayWrap || this.#attachments.has(server)) this.#prepare(server, exchange, framework, context)
  }

  /** Nobody's calm hides what a guard has shown before. */
  #showMemory<C>(exchange: Exchange, framework: Framework<C>, context: C): void {
    const memory = this.#memory
    if (memory === undefined) return
    if (memory !== CALM || exchange.memory === undefined) exchange.memory = memory
    this.#shownMemory.on(exchange, framework, context)
  }
}
