import type { OnError } from './logger.js'
import { reportRejection } from './report-rejection.js'

/** Makes a reporter that neither throws nor rejects, whatever the one that was given does. */
export function safeOnError(report: OnError): OnError {
  return (error) => {
    try {
      reportRejection(report(error), () => {})
    } catch {
      // There is nobody left to tell.
    }
  }
}
