import type { Closeable } from '@plimsoll/core'
import type { Exchange } from './exchange.js'
import type { Framework } from './framework.js'
import type { Reply } from './reply.js'
import type { PreparedReply } from './shed-reply.js'

export type Answer = Reply | PreparedReply

/** One part of the suite behind every middleware: the guard, health, metrics. */
export interface Part extends Closeable {
  /** Called once, by the first request, `attach` or `start`. Nothing is started before. */
  start(): void
  /** Called once, by the first request or `attach`: a server of this process listens. */
  listening?(): void
  /** Looks at a request: an answer ends it, `undefined` lets it go on. Absent where there is nothing to look at. */
  handle?<C>(
    exchange: Exchange,
    framework: Framework<C>,
    context: C,
  ): Answer | Promise<Answer | undefined> | undefined
  /** Looks at a request instead of `handle` once the part is closed: what handlers were shown stays. */
  letPass?<C>(exchange: Exchange, framework: Framework<C>, context: C): void
}
