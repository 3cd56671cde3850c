/** How a check went. `warn` is for what works, but not as it should. */
export type CheckStatus = 'pass' | 'warn' | 'fail'

/** What a check may answer: nothing or `true` is `pass`, `false` is `fail`. */
// biome-ignore lint/suspicious/noConfusingVoidType: an async function that returns nothing is the common check
export type CheckAnswer = void | undefined | boolean | CheckStatus | { readonly status: CheckStatus }

/**
 * Looks at something that the application depends on. Rejecting means `fail`.
 *
 * `signal` aborts when the check has taken too long, so that it can give back what it holds. A word besides
 * the three counts as `fail`: the type cannot keep it out, because TypeScript takes the lone literal that an
 * async function returns for a `string`.
 */
export type HealthCheck = (context: {
  readonly signal: AbortSignal
}) => CheckAnswer | Promise<CheckAnswer | string>

/** The answer of one check, as it is kept. */
export interface CheckOutcome {
  readonly status: CheckStatus
  /** Why it is not `pass`, in words that hold no secret: never the text of an error. */
  readonly problem?: string
}
