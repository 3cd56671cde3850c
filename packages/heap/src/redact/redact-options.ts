import type { SnapshotProgress } from '../parse/parse-options.js'

export interface RedactOptions {
  /** Called before each window of 512 KB. What it throws ends the copying. */
  readonly onProgress?: ((progress: SnapshotProgress) => void) | undefined
  /** Rejects with `signal.reason`; the unfinished copy is removed. */
  readonly signal?: AbortSignal | undefined
}

/** What was masked. */
export interface Redaction {
  /** Nodes whose name was the content of a string. */
  readonly redactedNodes: number
  /** Strings that are empty in the copy. */
  readonly redactedStrings: number
  readonly bytesRead: number
  readonly bytesWritten: number
}
