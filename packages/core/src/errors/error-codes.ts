/** Every code that a {@link PlimsollError} carries; each has a heading in docs/errors.md. */
export const ERROR_CODES = [
  'ERR_PLIMSOLL_OPTION_UNKNOWN',
  'ERR_PLIMSOLL_OPTION_TYPE',
  'ERR_PLIMSOLL_OPTION_RANGE',
  'ERR_PLIMSOLL_OPTION_CONFLICT',
  'ERR_PLIMSOLL_SERVER',
  'ERR_PLIMSOLL_RESOURCE',
  'ERR_PLIMSOLL_RESOURCE_LIMIT',
  'ERR_PLIMSOLL_DISPOSE_TIMEOUT',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]
