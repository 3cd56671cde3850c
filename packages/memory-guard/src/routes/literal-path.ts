/**
 * What no canonical path holds: query, fragment, encoding, matrix parameter, empty and dot segments; and what
 * clients encode before they send it.
 */
const NEVER_CANONICAL = /[^!-~]|[?#%;\\]|\/\/|\/\.{1,2}(?:\/|$)/
const LONGEST_CANONICAL = 2048
/** Optional parts and expressions; `*` anywhere but at the beginning of the last segment. */
const EXPRESSION = /[{}()]|[^/]\*|\*[^/]*\//
/** `/users/:id` and `/users/*` are patterns elsewhere. */
const PATTERN = /\/:\w|\/\*$/

/**
 * Whether a path can be that of a request, canonical as it is compared (docs/decisions/canonical-path.md).
 * One that cannot would protect nobody, and nobody would notice.
 */
function isComparable(path: string): boolean {
  return path.startsWith('/') && path.length <= LONGEST_CANONICAL && !NEVER_CANONICAL.test(path)
}

/** Whether it is a path, perhaps with `:parameters`, and `*` for all that is below. */
export function isTemplate(path: string): boolean {
  return isComparable(path) && !EXPRESSION.test(path)
}

/** As paths are compared: `/orders/` is `/orders`. */
export function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}

/** Whether it means itself and no other path: a pattern that is compared as text matches nothing either. */
export function isLiteral(path: string): boolean {
  return isComparable(path) && !PATTERN.test(path)
}
