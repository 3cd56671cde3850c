const MAX_LENGTH = 2048
/** Encodings, backslashes, matrix parameters, empty and dot segments: forms in which a path can hide. */
const HIDING = /[%;\\]|\/\/|\/\.{1,2}(?:\/|$)/
// A backslash ends the authority, too: some parsers read `http://h\x` as the path `/x`.
const AUTHORITY = /^[a-z][a-z0-9+.-]*:\/\/[^/?#\\]*/i

/**
 * Returns the path of a request target without query and trailing slash, or `undefined` when it is written
 * in a form that two parsers could read differently. Such a request is served like any other, but it is
 * never exempt and never critical.
 */
export function canonicalPath(target: string): string | undefined {
  const absolute = target.charCodeAt(0) !== 47 ? target.replace(AUTHORITY, '') : target
  let end = absolute.length
  const query = absolute.indexOf('?')
  if (query !== -1) end = query
  const fragment = absolute.indexOf('#')
  if (fragment !== -1 && fragment < end) end = fragment
  if (end > MAX_LENGTH) return undefined
  let path = end === absolute.length ? absolute : absolute.slice(0, end)
  if (path === '' && absolute !== target) path = '/'
  if (path.charCodeAt(0) !== 47 || HIDING.test(path)) return undefined
  return path.length > 1 && path.charCodeAt(path.length - 1) === 47 ? path.slice(0, -1) : path
}
