import type { OptionKind } from '../check-options.js'
import type { ParseOptions, SnapshotProgress } from '../parse/parse-options.js'

/** How a comparison is made. */
export interface SnapshotDiffOptions {
  /**
   * Groups what is new by where it is held, and names the place. Reads the edges of the later snapshot, too: for
   * 100 MB another half a second and 70 MB of memory.
   *
   * @default false
   */
  readonly clusters?: boolean | undefined
  /** Called while each snapshot is read, one after the other. What it throws ends the comparison. */
  readonly onProgress?: ((progress: SnapshotProgress) => void) | undefined
  /** Ends the comparison: the promise rejects with `signal.reason`. */
  readonly signal?: AbortSignal | undefined
  /** @internal For tests and benchmarks. */
  readonly kernel?: ParseOptions['kernel']
}

/** What a comparison of more than two, and a baseline, need. */
export type ReadingOptions = Omit<SnapshotDiffOptions, 'clusters'>

export const READING_OPTIONS: Readonly<Record<keyof ReadingOptions, OptionKind>> = {
  onProgress: 'function',
  signal: 'signal',
  kernel: 'any',
}

export const DIFF_OPTIONS: Readonly<Record<keyof SnapshotDiffOptions, OptionKind>> = {
  ...READING_OPTIONS,
  clusters: 'boolean',
}
