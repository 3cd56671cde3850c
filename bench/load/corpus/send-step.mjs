import http from 'node:http'
import { bodyOf, fillIn } from './fill-in.mjs'

const TIMEOUT_MS = 15_000

/**
 * Sends one request of a case, or the part of it after which its client goes away.
 * @returns a promise of the status, or of `aborted`, `reset`, `error` or `timeout`; it never rejects
 */
export function sendStep({ port, step, number, agent }) {
  return new Promise((resolve) => {
    const body = bodyOf(step, number)
    const headers = Object.fromEntries(
      Object.entries(step.headers ?? {}).map(([name, value]) => [name, fillIn(value, number)]),
    )
    if (body) Object.assign(headers, { 'content-type': body.type, 'content-length': body.bytes.length })
    const request = http.request({
      host: '127.0.0.1',
      port,
      method: step.method ?? 'GET',
      path: fillIn(step.path, number),
      headers,
      agent: step.abort ? false : agent,
      timeout: TIMEOUT_MS,
    })
    const leave = (afterMs) =>
      setTimeout(() => {
        request.destroy()
        resolve('aborted')
      }, afterMs)

    request.on('response', (response) => receive(response, step.abort, leave, resolve))
    request.on('error', () => resolve('error'))
    request.on('timeout', () => {
      request.destroy()
      resolve('timeout')
    })
    if (body && step.abort?.uploadFraction) {
      request.write(body.bytes.subarray(0, Math.floor(body.bytes.length * step.abort.uploadFraction)))
      leave(step.abort.afterMs ?? 30)
    } else {
      request.end(body?.bytes)
    }
  })
}

function receive(response, abort, leave, resolve) {
  if (abort?.onHeaders) {
    leave(abort.afterMs ?? 1)
    return
  }
  let received = 0
  response.on('data', (chunk) => {
    received += chunk.length
    if (!abort?.afterBytes || received < abort.afterBytes) return
    response.pause()
    leave(abort.afterMs ?? 1)
  })
  response.on('end', () => resolve(String(response.statusCode)))
  response.on('error', () => resolve('reset'))
}
