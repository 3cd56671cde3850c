import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Clock, isDraining } from '@plimsoll/core'
import { declaredBytes } from './declared-bytes.js'
import { sendInOneWrite } from './one-write.js'
import type { PreparedReply } from './shed-reply.js'

/** So much of an unwanted body is read to keep the connection; beyond, it is cheaper to close. */
const DRAIN_BYTES = 64 * 1024
/** A client that is still sending gets this long to read the answer before the connection goes. */
const LINGER_MS = 1000
/** So much is read meanwhile, at a millisecond of CPU a megabyte; what comes after it waits in the kernel. */
const LINGER_BYTES = 256 * 1024

/** Sends the answer before any framework has seen the request. */
export function sendShed(
  req: IncomingMessage,
  res: ServerResponse,
  reply: PreparedReply,
  clock: Clock,
): void {
  if (res.headersSent || res.destroyed) return
  // What is shed in front of the framework is seen by nobody else who could say so.
  if (req.httpVersionMajor < 2 && isDraining()) res.shouldKeepAlive = false
  const body = req.method === 'HEAD' ? undefined : reply.body
  const bytes = declaredBytes(req)
  const large = bytes === undefined || bytes > DRAIN_BYTES || req.headers.expect !== undefined
  const unread = large && !req.complete
  if (!unread || req.httpVersionMajor >= 2) {
    if (sendInOneWrite(req, res, reply)) return
    res.writeHead(reply.status, reply.head as string[])
    res.end(body)
    return
  }
  res.writeHead(reply.status, [...reply.head, 'Connection', 'close'])
  if (body !== undefined) res.write(body)
  linger(req, res, clock)
}

/**
 * Waits a moment before the connection closes: closing with unread bytes in the buffer resets it, and the
 * client would lose the answer that is already on its way (RFC 9112, 9.6).
 *
 * A body that ends soon is read. Of a longer one the rest is left unread, and only closing waits: whoever reads
 * while writing has the answer by then, and whoever reads afterwards has it if the rest fits into the buffers
 * of the kernels.
 */
function linger(req: IncomingMessage, res: ServerResponse, clock: Clock): void {
  let drained = 0
  const end = (): void => {
    timer.close()
    req.off('data', count)
    if (!res.writableEnded) res.end()
  }
  const count = (chunk: Buffer): void => {
    drained += chunk.length
    if (drained <= LINGER_BYTES) return
    req.off('data', count)
    req.pause()
  }
  const timer = clock.schedule(end, LINGER_MS)
  req.on('data', count)
  req.once('end', end)
  req.once('close', end)
}

/** Turns an upgrade away with a valid response on the raw socket. */
export function refuseUpgrade(socket: Duplex, reply: PreparedReply): void {
  const lines = [
    `HTTP/1.1 ${reply.status} ${reply.status === 413 ? 'Content Too Large' : 'Service Unavailable'}`,
  ]
  for (let i = 0; i < reply.head.length; i += 2) lines.push(`${reply.head[i]}: ${reply.head[i + 1]}`)
  lines.push('Connection: close', '', reply.body)
  socket.once('error', () => socket.destroy())
  socket.end(lines.join('\r\n'), () => socket.destroy())
}
