import { SnapshotError, type SnapshotErrorCode } from '../snapshot-error.js'

/** How far the parser has come: what every error of its tells. */
export class ReadPosition {
  bytesRead = 0
  section = 'snapshot'

  error(code: SnapshotErrorCode, message: string, cause?: unknown): SnapshotError {
    const { bytesRead, section } = this
    const where = `${message} (section ${section}, ${bytesRead} bytes read)`
    return new SnapshotError(code, where, { bytesRead, section, ...(cause === undefined ? {} : { cause }) })
  }

  format(message: string, cause?: unknown): SnapshotError {
    return this.error('ERR_PLIMSOLL_SNAPSHOT_FORMAT', message, cause)
  }
}
