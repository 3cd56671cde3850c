import type { ErrorCode } from './error-codes.js'

const BRAND = Symbol.for('plimsoll.error')

/**
 * The one error class of the suite: misuse that is found when something is constructed.
 *
 * `instanceof` goes by a registered symbol, so an error made by the CommonJS build of a package is an
 * instance of the class that the ESM build exports.
 */
export class PlimsollError extends Error {
  readonly code: ErrorCode
  /** Where docs/errors.md explains the code. */
  readonly help: string

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PlimsollError'
    this.code = code
    this.help = `https://github.com/plimsoll/plimsoll/blob/main/docs/errors.md#${code.toLowerCase()}`
    Object.defineProperty(this, BRAND, { value: true })
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value
  }
}
