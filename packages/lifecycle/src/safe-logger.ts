import { type Logger, reportRejection } from '@plimsoll/core'

function attempt(log: () => unknown): void {
  try {
    reportRejection(log(), () => {})
  } catch {
    // A logger that fails must not be what keeps a process from ending.
  }
}

/** A logger that neither throws nor rejects, and puts our name in front. */
export function safeLogger(logger: Logger): Logger {
  const line = (message: string): string => `[plimsoll] ${message}`
  return {
    info: (message) => attempt(() => logger.info(line(message))),
    warn: (message) => attempt(() => logger.warn(line(message))),
    error: (message) => attempt(() => logger.error(line(message))),
  }
}
