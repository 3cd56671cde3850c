import type { LeakKind } from '../leak-kind.js'
import type { Forecast } from '../trend/forecast.js'

/** A place in the code, or a thing, that may be to blame. */
export interface Suspect {
  readonly functionName?: string
  readonly file?: string
  /** Of the function's beginning; mapped to the source where there is a source map. */
  readonly line?: number
  readonly column?: number
  /** The installed package that the file belongs to. */
  readonly package?: string
  /** The package of the application's that needs this one, where the application does not list it. */
  readonly neededBy?: string
  /** The application's function that called it, where that is another: `function (file:line)`. */
  readonly calledBy?: string
  readonly route?: string
  readonly constructorName?: string
  /** What is held, where it is not memory: `file /var/uploads/*`. */
  readonly resourceType?: string
  readonly bytes?: number
  readonly count?: number
  /** Of what leaks, 0 to 1. */
  readonly share: number
  /** Innermost first, `function (file:line)`. */
  readonly stack: readonly string[]
  readonly retainerPath?: readonly string[]
}

/** A confirmed leak. Plain data: it can be sent as JSON. */
export interface LeakReport {
  readonly kind: LeakKind
  readonly state: 'confirmed'
  readonly growth: {
    readonly perSecond: number
    readonly perRequest?: number
    /** While it was looked at. */
    readonly total: number
    readonly unit: 'bytes' | 'items'
  }
  /** Absent where no limit is known. */
  readonly forecast?: Forecast
  /** Most likely first. */
  readonly suspects: readonly Suspect[]
  readonly evidence: Readonly<Record<string, number | string>>
  /** One sentence that a person understands. */
  readonly message: string
}
