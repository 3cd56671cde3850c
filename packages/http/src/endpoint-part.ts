import type { IncomingMessage } from 'node:http'
import { board, type Closeable } from '@plimsoll/core'
import { canonicalPath } from './canonical-path.js'
import type { Exchange } from './exchange.js'
import type { Framework } from './framework.js'
import type { Part } from './part.js'
import type { Reply } from './reply.js'
import type { RequestView } from './request-view.js'

/** Answers some paths, whatever framework asks. */
export interface Endpoint {
  /** Relative to the mount point; empty when every request that arrives is meant. */
  readonly paths: readonly string[]
  answer(view: RequestView): Reply | Promise<Reply> | undefined
}

/** What stands behind an endpoint: health, metrics. */
interface Source {
  start(): void
  listening?(): void
  close(): void
}

/** So many mount points are remembered; a mount path with parameters must not fill the board. */
const MAX_MOUNTS = 8

/** An endpoint as a part; tells the board under which full paths it is mounted, so that it is never shed. */
export class EndpointPart implements Part {
  readonly #endpoint: Endpoint
  readonly #source: Source
  readonly #paths: ReadonlySet<string>
  readonly #listed = new Map<string, readonly Closeable[]>()

  constructor(endpoint: Endpoint, source: Source) {
    this.#endpoint = endpoint
    this.#source = source
    this.#paths = new Set([...endpoint.paths, ...endpoint.paths.map((path) => path.toLowerCase())])
    this.#list('')
  }

  start(): void {
    this.#source.start()
  }

  listening(): void {
    this.#source.listening?.()
  }

  handle<C>(exchange: Exchange, framework: Framework<C>, context: C): Reply | Promise<Reply> | undefined {
    const mounted = exchange.mountedUrl ?? framework.mountedUrl(context)
    exchange.mountedUrl = mounted
    const atRoot = mounted === exchange.url
    const path = atRoot ? exchange.path : canonicalPath(mounted)
    if (!atRoot) this.#noteMount(exchange.path, path)
    const lower = path?.toLowerCase()
    // Spares most requests the question whether case matters.
    if (!this.#answers(lower)) return undefined
    const folded = framework.caseSensitive(context) ? path : lower
    if (!this.#answers(folded)) return undefined
    if ('headersSent' in exchange.res && exchange.res.headersSent) return undefined
    const answer = this.#endpoint.answer(viewOf(exchange.req, folded))
    if (answer !== undefined && this.#paths.size > 0) exchange.endpoint = folded
    return answer
  }

  close(): void {
    for (const entries of this.#listed.values()) for (const entry of entries) entry.close()
    this.#listed.clear()
    this.#source.close()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #answers(path: string | undefined): boolean {
    return this.#paths.size === 0 || (path !== undefined && this.#paths.has(path))
  }

  #noteMount(full: string | undefined, path: string | undefined): void {
    if (full === undefined || path === undefined || !full.endsWith(path === '/' ? '' : path)) return
    const mount = path === '/' ? full : full.slice(0, -path.length)
    if (mount !== '' && !this.#listed.has(mount) && this.#listed.size < MAX_MOUNTS) this.#list(mount)
  }

  #list(mount: string): void {
    const paths = this.#endpoint.paths.length > 0 ? this.#endpoint.paths : mount === '' ? [] : ['']
    this.#listed.set(
      mount,
      paths.map((path) => board().put('endpoint', { path: `${mount}${path}` })),
    )
  }
}

function viewOf(req: IncomingMessage, path: string | undefined): RequestView {
  return {
    method: req.method ?? 'GET',
    path,
    headers: req.headers,
    remoteAddress: req.socket?.remoteAddress,
  }
}
