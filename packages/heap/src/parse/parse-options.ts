/** How far a snapshot has been read. */
export interface SnapshotProgress {
  readonly phase: 'parse' | 'analyze'
  readonly bytesRead: number
  /** Absent for a stream. */
  readonly totalBytes: number | undefined
  /** How much of the phase is done, 0 to 1; absent where that is not known. */
  readonly ratio: number | undefined
}

export interface ParseOptions {
  /** Called after each window of about 512 KB. What it throws ends the parsing. */
  readonly onProgress?: ((progress: SnapshotProgress) => void) | undefined
  /** Rejects with `signal.reason`, at the latest a window later. */
  readonly signal?: AbortSignal | undefined
  /**
   * Keeps a column with the name of each edge, 4 bytes an edge, instead of reading names again one by one.
   * A stream cannot be read again: there they are always kept.
   *
   * @default 'drop'
   */
  readonly edgeNames?: 'keep' | 'drop' | undefined
  /** For tests and benchmarks. The JavaScript twin also serves what does not fit WebAssembly's 4 GB. */
  readonly kernel?: 'wasm' | 'javascript' | undefined
  /** Bytes that the caller will take from the arena beside the columns. @default none */
  readonly scratchBytes?: ((nodeCount: number, edgeCount: number, fromFile: boolean) => number) | undefined
  /** How much is read at once, in bytes. For tests. @default 524288 */
  readonly windowBytes?: number | undefined
}
