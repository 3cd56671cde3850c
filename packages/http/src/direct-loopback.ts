import type { RequestView } from './request-view.js'

/** Headers by which proxies name the client that they speak for. */
const FORWARDING_HEADERS: ReadonlySet<string> = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'true-client-ip',
  'x-cluster-client-ip',
  'x-original-host',
  'x-original-for',
  'x-proxyuser-ip',
  'x-appengine-user-ip',
  'fastly-client-ip',
  'fly-client-ip',
  'cdn-loop',
])
const FORWARDING_PREFIXES = ['x-forwarded', 'x-original-forwarded', 'x-envoy-', 'x-azure-', 'x-amzn-', 'cf-']

const LOOPBACK_ADDRESS = /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|::1)$/i
const LOOPBACK_HOST = /^(?:(?:[a-z0-9-]+\.)*localhost\.?|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i

const isForwarding = (header: string): boolean => {
  const name = header.toLowerCase()
  return FORWARDING_HEADERS.has(name) || FORWARDING_PREFIXES.some((prefix) => name.startsWith(prefix))
}

/**
 * Whether a request comes from this machine itself, and not through a proxy that runs on it.
 *
 * The address alone does not tell: behind a local proxy every client in the world has a loopback address. So
 * no header may name another client, and the host asked for must be this machine: a proxy that adds no
 * headers often keeps the public host name, and a page in the developer's browser cannot fake it.
 */
export function isDirectLoopback({ remoteAddress, headers }: RequestView): boolean {
  if (remoteAddress === undefined || !LOOPBACK_ADDRESS.test(remoteAddress)) return false
  const host = headers[':authority'] ?? headers.host
  if (host !== undefined && (typeof host !== 'string' || !LOOPBACK_HOST.test(host))) return false
  for (const header of Object.keys(headers)) if (isForwarding(header)) return false
  return true
}
