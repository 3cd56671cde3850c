import { type IncomingMessage, ServerResponse, STATUS_CODES } from 'node:http'
import { Writable } from 'node:stream'
import type { PreparedReply } from './shed-reply.js'

/** Where Node keeps a head that is laid out but not sent yet; see docs/decisions/one-write.md. */
interface LaidOut {
  _header: string
}

const texts = new WeakMap<PreparedReply, Map<number, string>>()

function layOut({ status, head, body }: PreparedReply, keepAliveMs: number): string {
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status]}`]
  for (let i = 0; i < head.length; i += 2) lines.push(`${head[i]}: ${head[i + 1]}`)
  lines.push('Connection: keep-alive')
  // As Node itself says it: clients stop using a connection before the server closes it.
  if (keepAliveMs >= 1000) lines.push(`Keep-Alive: timeout=${Math.floor(keepAliveMs / 1000)}`)
  return `${lines.join('\r\n')}\r\n\r\n${body}`
}

function textOf(reply: PreparedReply, keepAliveMs: number): string {
  let byTimeout = texts.get(reply)
  if (byTimeout === undefined) {
    byTimeout = new Map()
    texts.set(reply, byTimeout)
  }
  let text = byTimeout.get(keepAliveMs)
  if (text === undefined) {
    text = layOut(reply, keepAliveMs)
    // One server has one timeout, which somebody may change for ever.
    if (byTimeout.size > 8) byTimeout.clear()
    byTimeout.set(keepAliveMs, text)
  }
  return text
}

function send(res: ServerResponse, status: number, text: string): void {
  res.statusCode = status
  res.statusMessage = STATUS_CODES[status] ?? ''
  ;(res as unknown as LaidOut)._header = text
  res.end()
}

/** Whether this runtime sends such a head as it is, and nothing else: tried on a socket that leads nowhere. */
function probe(): boolean {
  try {
    let sent = ''
    const socket = new Writable({
      write(chunk, _encoding, done) {
        sent += String(chunk)
        done()
      },
    })
    const res = new ServerResponse({
      method: 'GET',
      httpVersionMajor: 1,
      httpVersionMinor: 1,
    } as IncomingMessage)
    res.assignSocket(socket as never)
    const text = 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno'
    send(res, 503, text)
    return sent === text && res.headersSent && res.writableEnded
  } catch {
    return false
  }
}

let works: boolean | undefined

/** As they were when this was loaded: tracing tools replace them on the prototype, or on one response. */
const { writeHead, end } = ServerResponse.prototype

/** Whether nobody listens in: what does not go through these would be missed. */
function isPlain(res: ServerResponse): boolean {
  return res.constructor === ServerResponse && res.writeHead === writeHead && res.end === end
}

interface ServerFacts {
  readonly maxRequestsPerSocket?: number | null
  readonly keepAliveTimeout?: number
}

/**
 * Sends head and body of a prepared 503 in one write; `false` when this response has to go the usual way.
 *
 * A third cheaper than `writeHead` and `end`. Not taken when anything is out of the ordinary: an older protocol,
 * a connection that is to be closed, headers that somebody set, a `writeHead` that somebody wraps. Without `Date`,
 * which RFC 9110 (6.6.1) leaves to the server for 5xx.
 */
export function sendInOneWrite(req: IncomingMessage, res: ServerResponse, reply: PreparedReply): boolean {
  if (reply.status < 500 || req.method === 'HEAD' || req.httpVersionMajor !== 1 || req.httpVersionMinor !== 1)
    return false
  const { server } = req.socket as { server?: ServerFacts }
  if (server === undefined || !res.shouldKeepAlive || (server.maxRequestsPerSocket ?? 0) > 0) return false
  if (!isPlain(res) || res.getHeaderNames().length > 0) return false
  works ??= probe()
  if (!works) return false
  send(res, reply.status, textOf(reply, server.keepAliveTimeout ?? 0))
  return true
}
