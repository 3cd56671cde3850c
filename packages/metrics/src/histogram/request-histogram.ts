import type { MetricPoint } from '@plimsoll/core'
import type { FamilyReader } from '../families/family-reader.js'
import type { RegistryValue } from '../registry/metrics-registry.js'
import { BucketTable } from './bucket-table.js'
import { histogramPoints, histogramWriter } from './histogram-points.js'
import {
  type CodeRows,
  codeRows,
  knownCode,
  METHODS,
  OTHER,
  type RequestLabels,
  type RouteRows,
  routeRows,
  UNKNOWN_CODE,
} from './request-series.js'

const NAME = 'http_request_duration_seconds'
const UNMATCHED = 'unmatched'
/** Series in all, whatever routes and codes are made of. */
const MAX_SERIES = 2000
const MAX_ROUTE_LENGTH = 256
/** Longer than a process lives; beyond it somebody subtracted the wrong clocks. */
const MAX_SECONDS = 1e9

export interface RequestHistogramLimits {
  /** Upper bounds in seconds, rising. */
  readonly buckets: readonly number[]
  /** Routes with series of their own; later ones are counted as `other`. */
  readonly maxRoutes: number
}

/**
 * How long requests took, by method, route template and status code.
 *
 * `observe` is on every request's path: it finds the row with one map look-up and no new string, and writes
 * two cells. See docs/decisions/request-histogram.md.
 */
export class RequestHistogram implements FamilyReader {
  readonly name = NAME
  readonly help = 'Duration of HTTP requests in seconds, by method, route template and status code.'
  readonly type = 'histogram'
  readonly labelNames = ['method', 'route', 'status_code']
  readonly addsUp = true
  /** Observations that were counted as `other`, because a cap was reached. */
  dropped = 0
  readonly #table: BucketTable
  readonly #write: ReturnType<typeof histogramWriter>
  readonly #maxRoutes: number
  readonly #otherRoutes = routeRows(OTHER)
  /** Where everything ends that has no series: one series beyond the cap. */
  readonly #otherCodes = this.#addMethod(this.#otherRoutes, METHODS.length)
  // An application's own route may be named `other`; it must not become a second series of that name.
  readonly #routes = new Map<string, RouteRows>([[OTHER, this.#otherRoutes]])
  readonly #labels: RequestLabels[] = []

  constructor(limits: RequestHistogramLimits) {
    this.#table = new BucketTable(limits.buckets)
    this.#write = histogramWriter(NAME, this.#table)
    this.#maxRoutes = limits.maxRoutes
  }

  /**
   * Counts one request. Costs about 30 ns and no allocation.
   *
   * @param route The template, e.g. `/users/:id`; never a path that a client made up. `undefined` when no
   * route matched.
   */
  observe(method: string, route: string | undefined, statusCode: number, seconds: number): void {
    const name = route ?? UNMATCHED
    const rows = this.#routes.get(name) ?? this.#addRoute(name)
    let index = METHODS.indexOf(method)
    if (index === -1) index = METHODS.length
    const codes = rows.methods[index] ?? this.#addMethod(rows, index)
    const row = codes.lastCode === statusCode ? codes.lastRow : this.#rowOf(codes, statusCode)
    this.#table.record(row, seconds >= 0 && seconds < MAX_SECONDS ? seconds : 0)
  }

  read(): readonly MetricPoint[] {
    return this.#labels.flatMap((labels, row) => histogramPoints(NAME, this.#table, row, labels))
  }

  readText(): readonly RegistryValue[] {
    return this.#labels.flatMap((labels, row) => this.#write(row, labels))
  }

  #addRoute(name: string): RouteRows {
    if (this.#routes.size > this.#maxRoutes || name.length > MAX_ROUTE_LENGTH) {
      this.dropped += 1
      return this.#otherRoutes
    }
    const rows = routeRows(name)
    this.#routes.set(name, rows)
    return rows
  }

  #addMethod(rows: RouteRows, index: number): CodeRows {
    const codes = codeRows(rows.route, index)
    rows.methods[index] = codes
    return codes
  }

  #rowOf(codes: CodeRows, statusCode: number): number {
    const code = knownCode(statusCode)
    const row = codes.rows.get(code) ?? this.#addRow(codes, code)
    if (row === undefined) return this.#overflow()
    codes.lastCode = statusCode
    codes.lastRow = row
    return row
  }

  #addRow(codes: CodeRows, code: number): number | undefined {
    return this.#labels.length < MAX_SERIES ? this.#reserve(codes, code) : undefined
  }

  #overflow(): number {
    this.dropped += 1
    const codes = this.#otherCodes
    return codes.rows.get(UNKNOWN_CODE) ?? this.#reserve(codes, UNKNOWN_CODE)
  }

  #reserve(codes: CodeRows, code: number): number {
    const row = this.#table.addSeries()
    const { method, route } = codes
    this.#labels.push({ method, route, status_code: code === UNKNOWN_CODE ? OTHER : String(code) })
    codes.rows.set(code, row)
    return row
  }
}
