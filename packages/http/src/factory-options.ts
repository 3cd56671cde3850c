import {
  callback,
  countError,
  custom,
  having,
  type Logger,
  type OnError,
  PlimsollError,
  reportRejection,
  type Sampler,
  type SamplerOptions,
  safeOnError,
  sharedSampler,
  withoutRead,
  wrongType,
} from '@plimsoll/core'

/** What every factory takes beside its own options. */
export interface CommonOptions {
  /** An own sampler, instead of the one that the process shares. Conflicts with `samplerOptions`. */
  readonly sampler?: Sampler
  /** Options for the shared sampler; two parts that ask for different ones are an error. */
  readonly samplerOptions?: SamplerOptions
  /** Used sparingly: start-up advice, a change of state, a sampler that fails. @default console */
  readonly logger?: Logger
  /**
   * Is told of failures inside the suite, which never reach the application. All are counted, in
   * `plimsoll_internal_errors_total` and `internalErrors()` of `@plimsoll/core`.
   * @default counted only
   */
  readonly onError?: OnError
}

export interface Common {
  readonly sampler: Sampler
  readonly logger: Logger
  readonly onError: OnError
}

/** Their names, to be told to whoever mistypes one of them. */
export const COMMON_OPTIONS = ['sampler', 'samplerOptions', 'logger', 'onError'] as const

const loggerField = having<Logger>('info', 'warn', 'error')
const samplerField = having<Sampler>('start', 'refresh', 'onSample')
const onErrorField = callback<OnError>()
const samplerOptionsField = custom((value) => value as SamplerOptions | undefined)

/** Splits what every factory takes from the options of one part. */
export function splitCommon<T extends CommonOptions>(
  owner: string,
  options: T | undefined,
  fallbackLogger: Logger = console,
): { readonly common: Common; readonly own: Omit<T, keyof CommonOptions> } {
  if (options !== undefined && (typeof options !== 'object' || options === null || Array.isArray(options))) {
    throw wrongType(`${owner} options`, 'an object', options)
  }
  // Without a prototype: a polluted one configures nothing.
  const given: T = Object.assign(Object.create(null), options)
  const { samplerOptions, logger, onError, sampler: ownSampler, ...own } = given
  const sampler = samplerField.parse(ownSampler, `${owner}.sampler`)
  const settings = samplerOptionsField.parse(samplerOptions, `${owner}.samplerOptions`)
  if (sampler !== undefined && settings !== undefined) {
    throw new PlimsollError(
      'ERR_PLIMSOLL_OPTION_CONFLICT',
      `Expected \`${owner}\` to be given either \`sampler\` or \`samplerOptions\`, got both`,
    )
  }
  const report = safeOnError(onErrorField.parse(onError, `${owner}.onError`) ?? (() => {}))
  return {
    common: {
      sampler: sampler ?? sharedSampler(settings),
      logger: safeLogger(loggerField.parse(logger, `${owner}.logger`) ?? fallbackLogger),
      onError: (error) => {
        countError()
        report(error)
      },
    },
    own: withoutRead(own, COMMON_OPTIONS),
  }
}

function attempt(action: () => unknown): void {
  try {
    reportRejection(action(), () => {})
  } catch {
    // There is nobody left to tell.
  }
}

function safeLogger(logger: Logger): Logger {
  return {
    info: (message) => attempt(() => logger.info(message)),
    warn: (message) => attempt(() => logger.warn(message)),
    error: (message) => attempt(() => logger.error(message)),
  }
}
