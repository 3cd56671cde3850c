import { type Field, outOfRange, wrongType } from './field.js'

const EXPECTATION = "a path like '/health' without query, dot segments, '//', ';' or encodings, or false"
// Characters that mean themselves in a path: what is matched here is matched the same way by every proxy.
const CANONICAL = /^(?:\/[A-Za-z0-9._~!$&'()*+,=:@-]+)+$/
const DOT_SEGMENT = /\/\.{1,2}(?:\/|$)/

/** A path that a part answers itself, without its trailing slash, or `false` to leave it out. */
export function endpointPath<F extends string | false | undefined>(fallback: F): Field<string | false | F> {
  return {
    parse: (value, option) => {
      if (value === undefined) return fallback
      if (value === false) return false
      if (typeof value !== 'string') throw wrongType(option, EXPECTATION, value)
      const path = value.length > 1 && value.endsWith('/') ? value.slice(0, -1) : value
      const canonical = path.length <= 200 && CANONICAL.test(path) && !DOT_SEGMENT.test(path)
      if (path !== '/' && !canonical) throw outOfRange(option, EXPECTATION, value)
      return path
    },
  }
}
