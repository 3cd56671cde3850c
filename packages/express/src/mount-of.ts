/** What stands for any number of segments, or for none. */
const NOT_PLAIN = /[*?+(){}]/
const FIRST_ERROR = 400

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '')

/**
 * Where the router is mounted whose route has answered, with the values that parameters had.
 *
 * An error leaves the routers on its way to the application's error handler, and each takes its part off `baseUrl`,
 * while `route` stays. There it is what the route does not account for of the path.
 */
export function mountOf(baseUrl: string, originalUrl: string, template: unknown, statusCode: number): string {
  if (statusCode < FIRST_ERROR || typeof template !== 'string' || NOT_PLAIN.test(template)) return baseUrl
  const segments = segmentsOf(originalUrl.split('?', 1)[0] as string)
  const mounted = segments.slice(0, Math.max(0, segments.length - segmentsOf(template).length))
  const mount = mounted.map((segment) => `/${segment}`).join('')
  // What somebody has rewritten may be shorter than what the client has asked for.
  return mount.length > baseUrl.length && mount.startsWith(baseUrl) ? mount : baseUrl
}
