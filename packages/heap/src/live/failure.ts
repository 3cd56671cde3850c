import { SNAPSHOT_ERROR_CODES, SnapshotError, type SnapshotErrorCode } from '../snapshot-error.js'
import type { FailureFacts } from './snapshot-task.js'

export function failureOf(error: unknown): FailureFacts {
  if (!(error instanceof Error)) return { ...NOTHING, message: String(error) }
  const { message, stack } = error
  if (!(error instanceof SnapshotError)) return { ...NOTHING, message, stack }
  const { code, section, bytesRead } = error
  return { message, stack, code, section, bytesRead }
}

const NOTHING = { stack: undefined, code: undefined, section: undefined, bytesRead: undefined }

/** The error that was thrown in the other thread, with the stack that it had there. */
export function errorOf({ message, stack, code, section, bytesRead }: FailureFacts): Error {
  const known = SNAPSHOT_ERROR_CODES.find((candidate) => candidate === code)
  const error = known === undefined ? new Error(message) : snapshotError(known, message, section, bytesRead)
  if (stack !== undefined) error.stack = stack
  return error
}

function snapshotError(
  code: SnapshotErrorCode,
  message: string,
  section: string | undefined,
  bytesRead: number | undefined,
): SnapshotError {
  return new SnapshotError(code, message, { section, bytesRead })
}
