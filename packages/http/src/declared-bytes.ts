import type { IncomingMessage } from 'node:http'

/** Declared length of a body in bytes: 0 for none, `undefined` when it comes in chunks. */
export function declaredBytes(req: IncomingMessage): number | undefined {
  const declared = req.headers['content-length']
  if (declared !== undefined) {
    const bytes = Number(declared)
    return Number.isFinite(bytes) && bytes >= 0 ? bytes : 0
  }
  return req.headers['transfer-encoding'] === undefined ? 0 : undefined
}
