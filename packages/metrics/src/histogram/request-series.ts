/** The labels of one series; one object per series, so that a registry may cache what it makes of them. */
export type RequestLabels = Readonly<Record<'method' | 'route' | 'status_code', string>>

/** The rows of one method on one route. Most answer with one and the same code, so the last one is kept. */
export interface CodeRows {
  readonly method: string
  readonly route: string
  lastCode: number
  lastRow: number
  readonly rows: Map<number, number>
}

/** Rows by method, in the order of {@link METHODS}; the last place is for all other methods. */
export interface RouteRows {
  readonly route: string
  readonly methods: (CodeRows | undefined)[]
}

/** Any other method is counted as `other`: clients may send words of their own. */
export const METHODS: readonly string[] = [
  'GET',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'HEAD',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'QUERY',
]

export const OTHER = 'other'

export const routeRows = (route: string): RouteRows => ({ route, methods: [] })

export const codeRows = (route: string, methodIndex: number): CodeRows => ({
  method: METHODS[methodIndex] ?? OTHER,
  route,
  lastCode: -1,
  lastRow: 0,
  rows: new Map(),
})

/** Stands for every code that no server sends. */
export const UNKNOWN_CODE = 0

export const knownCode = (code: number): number =>
  Number.isInteger(code) && code >= 100 && code <= 599 ? code : UNKNOWN_CODE
