import type { Shed } from '@plimsoll/memory-guard'

/** A reply with its head laid out for `writeHead`, built once. */
export interface PreparedReply {
  readonly status: number
  /** Names and values in turn; without `Connection`. */
  readonly head: readonly string[]
  readonly body: string
}

const TITLES = { 413: 'Content Too Large', 503: 'Service Unavailable' } as const
const DETAILS = {
  413: 'The body is larger than this server can take.',
  503: 'The server is overloaded. Please try again later.',
} as const

const prepared = new Map<number, PreparedReply>()

function prepare(status: 413 | 503, seconds: number, asText: boolean): PreparedReply {
  const problem = { type: 'about:blank', title: TITLES[status], status, detail: DETAILS[status] }
  const body = asText ? `${TITLES[status]}. ${DETAILS[status]}\n` : JSON.stringify(problem)
  const type = asText ? 'text/plain; charset=utf-8' : 'application/problem+json; charset=utf-8'
  const head = ['Content-Type', type, 'Content-Length', String(body.length), 'Cache-Control', 'no-store']
  // A body that can never fit does not fit later either.
  if (status === 503) head.push('Retry-After', String(seconds))
  return { status, head, body }
}

/** Whether a client would rather read text than JSON: a browser, or somebody with curl and an opinion. */
function prefersText(accept: string | undefined): boolean {
  if (accept === undefined || accept === '*/*') return false
  return accept.includes('text/') && !accept.includes('json')
}

/** The answer to a request that was turned away; says nothing about memory to strangers. */
export function shedReply(shed: Shed, accept: string | undefined): PreparedReply {
  const asText = prefersText(accept)
  const key = (shed.retryAfterSeconds * 2 + (asText ? 1 : 0)) * 1000 + shed.status
  let reply = prepared.get(key)
  if (reply === undefined) {
    reply = prepare(shed.status, shed.retryAfterSeconds, asText)
    // Retry-After has a few whole values, so this holds a few dozen replies; an odd option must not grow it.
    if (prepared.size < 1000) prepared.set(key, reply)
  }
  return reply
}
