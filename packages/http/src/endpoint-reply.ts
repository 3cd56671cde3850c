import type { Reply } from './reply.js'
import type { RequestView } from './request-view.js'

export const READING_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD'])

const BEARER = /^bearer +(\S+)$/i

/** An answer that describes this moment: nobody may keep it, and nobody may guess at its type. */
export function reply(
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Reply {
  return {
    status,
    headers: {
      'Content-Type': contentType,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
    body,
  }
}

/** Endpoints are read; whatever else is asked of them is refused. */
export function methodNotAllowed(): Reply {
  const body = JSON.stringify({ type: 'about:blank', title: 'Method Not Allowed', status: 405 })
  return reply(405, 'application/problem+json', body, { Allow: 'GET, HEAD' })
}

/** The token of `Authorization: Bearer …`; a header that was sent twice has none. */
export function bearerToken(headers: RequestView['headers']): string | undefined {
  const { authorization } = headers
  return typeof authorization === 'string' ? BEARER.exec(authorization)?.[1] : undefined
}
