import type { IncomingMessage } from 'node:http'
import {
  custom,
  type Field,
  type OnError,
  outOfRange,
  reportRejection,
  resolveOptions,
  wrongType,
} from '@plimsoll/core'
import { isLiteral, withoutTrailingSlash } from './literal-path.js'

/** A route that is critical: a path and all below it, or exactly one path; each with or without a method. */
export type RouteRule = string | { readonly exact: string }

/** `(request) => boolean`, for what paths cannot tell. The request is Node's, in front of a framework and behind it. */
export type RoutePredicate = (request: IncomingMessage) => boolean

interface Compiled {
  readonly method: string | undefined
  readonly path: string
  readonly exact: boolean
}

const EXPECTATION = "a path like '/orders', 'POST /orders' or { exact: '/orders' }"
const WITHOUT = `${EXPECTATION}, without parameters, query, encodings, '//', ';' or dot segments`
const METHOD_AND_PATH = /^(?:([A-Z]+) )?(\/\S*)$/

function compile(rule: unknown, option: string): Compiled {
  const exact = isRecord(rule)
  const text = exact ? resolveOptions(option, rule, { exact: custom((value) => value) }).exact : rule
  const match = typeof text === 'string' ? METHOD_AND_PATH.exec(text) : null
  if (match === null) throw wrongType(option, EXPECTATION, text)
  const path = match[2] as string
  if (!isLiteral(path)) throw outOfRange(option, WITHOUT, text)
  return { method: match[1], path: withoutTrailingSlash(path), exact }
}

/** An object that somebody wrote down: a pattern, a list or an empty object is none. */
const isRecord = (rule: unknown): boolean =>
  typeof rule === 'object' && rule !== null && !Array.isArray(rule) && Object.keys(rule).length > 0

function covers(rule: Compiled, method: string, path: string): boolean {
  if (rule.method !== undefined && rule.method !== method) return false
  if (path === rule.path) return true
  // Segment by segment: '/critical' covers '/critical/now', never '/critical-report'.
  return !rule.exact && (rule.path === '/' || (path.startsWith(rule.path) && path[rule.path.length] === '/'))
}

/** Says whether a request is on a critical route. */
export interface RouteMatcher {
  matches(method: string, path: string | undefined, raw: unknown): boolean
}

/** The option `criticalRoutes`: rules, or one predicate, or both in one list. */
export type RouteRules = readonly (RouteRule | RoutePredicate)[] | RoutePredicate

const NONE: RouteMatcher = { matches: () => false }

/** Compiles rules once. No pattern is ever made from a string, so none can be slow. */
export function compileRoutes(
  rules: RouteRules,
  option: string,
  caseSensitive: boolean,
  onError: OnError,
): RouteMatcher {
  const list = typeof rules === 'function' ? [rules] : rules
  if (list.length === 0) return NONE
  const predicates = list.filter((rule): rule is RoutePredicate => typeof rule === 'function')
  const fold = (path: string): string => (caseSensitive ? path : path.toLowerCase())
  const compiled = list
    .flatMap((rule, index) => (typeof rule === 'function' ? [] : compile(rule, `${option}[${index}]`)))
    .map((rule) => ({ ...rule, path: fold(rule.path) }))
  return {
    matches(method, path, raw) {
      if (path !== undefined && compiled.length > 0) {
        const folded = fold(path)
        if (compiled.some((rule) => covers(rule, method, folded))) return true
      }
      return predicates.some((predicate) => {
        const said = predicate(raw as IncomingMessage)
        if (said !== true) reportRejection(said, onError)
        return said === true
      })
    },
  }
}

/** Checks the option without compiling it for good: the case rule of the framework is learned later. */
export const routeRules: Field<RouteRules> = custom((value, option) => {
  if (value === undefined) return []
  if (typeof value !== 'function' && !Array.isArray(value)) {
    throw wrongType(option, 'an array of routes, or a function', value)
  }
  const rules = (typeof value === 'function' ? value : [...value]) as RouteRules
  compileRoutes(rules, option, false, () => {})
  return rules
})
