import type { IncomingMessage } from 'node:http'
import { type OnError, reportRejection } from '@plimsoll/core'
import { type AdmissionRequest, PRIORITIES, type Priority } from './admission.js'
import type { ResolvedMemoryGuardOptions } from './guard-options.js'
import { compileRoutes, type RouteMatcher } from './routes/route-rule.js'

/** Sorts requests into classes, by the critical routes and by what the user says. */
export class Classifier {
  readonly #options: ResolvedMemoryGuardOptions
  readonly #onError: OnError
  #critical: RouteMatcher

  constructor(options: ResolvedMemoryGuardOptions, onError: OnError) {
    this.#options = options
    this.#onError = onError
    this.#critical = this.#compile(false)
  }

  /** How the framework compares paths. */
  set caseSensitive(value: boolean) {
    this.#critical = this.#compile(value)
  }

  /** The class of a request; `normal` when whoever was asked throws or says nothing sensible. */
  of(request: AdmissionRequest): Priority {
    return this.#isCritical(request) ? 'critical' : this.#said(request)
  }

  #isCritical(request: AdmissionRequest): boolean {
    try {
      return this.#critical.matches(request.method, request.path, request.raw)
    } catch (error) {
      this.#onError(error)
      return false
    }
  }

  #said(request: AdmissionRequest): Priority {
    try {
      const said = this.#options.priority?.(request.raw as IncomingMessage)
      if (said !== undefined && PRIORITIES.includes(said)) return said
      reportRejection(said, this.#onError)
      return 'normal'
    } catch (error) {
      this.#onError(error)
      return 'normal'
    }
  }

  #compile(caseSensitive: boolean): RouteMatcher {
    const { criticalRoutes } = this.#options
    return compileRoutes(criticalRoutes, 'guard.criticalRoutes', caseSensitive, this.#onError)
  }
}
