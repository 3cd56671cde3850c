/** Segments that are certainly values: numbers, UUIDs, long hex or base64-like identifiers. */
const VALUE = /^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,}|(?=.*\d)[\w-]{20,})$/i

/** Whether a path segment looks like a parameter's value rather than a name. */
export function looksLikeValue(segment: string): boolean {
  return VALUE.test(segment)
}

/** Replaces the segments that look like values: `/users/42/posts` becomes `/users/:value/posts`. */
export function shapeOf(path: string): string {
  return path
    .split('/')
    .map((segment) => (looksLikeValue(segment) ? ':value' : segment))
    .join('/')
}
