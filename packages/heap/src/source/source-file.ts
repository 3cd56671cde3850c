/** A file that is read at places: the port behind snapshots that are on disk. */
export interface SourceFile {
  readonly sizeBytes: number
  /** Fills `into` from the byte at `offset`; resolves to how many bytes there were. */
  read(into: Uint8Array, offset: number): Promise<number>
  /** The same at once: for a few kilobytes while an answer is put together. */
  readNow(into: Uint8Array, offset: number): number
  close(): void
}
