import type { SnapshotDiff } from '../diff/diff-snapshots.js'

/** What the thread does with the snapshot that it is sent. */
export type SnapshotTask =
  | { readonly kind: 'summarize' }
  | { readonly kind: 'compare'; readonly baseline: Uint8Array; readonly clusters: boolean }

/** What comes of it: a baseline as bytes, or the difference to one. */
export type SnapshotResult =
  | { readonly kind: 'summarize'; readonly baseline: Uint8Array }
  | { readonly kind: 'compare'; readonly diff: SnapshotDiff }

/** An error on its way between threads, which keep neither class nor fields of one. */
export interface FailureFacts {
  readonly message: string
  readonly stack: string | undefined
  readonly code: string | undefined
  readonly section: string | undefined
  readonly bytesRead: number | undefined
}

/** What the thread says. */
export type ThreadMessage =
  | { readonly kind: 'ready' }
  /** `peakBytes` is the most that the process held while the snapshot was taken. */
  | { readonly kind: 'done'; readonly result: SnapshotResult; readonly peakBytes: number }
  | { readonly kind: 'failed'; readonly failure: FailureFacts }

/** What the thread is sent: pieces of the snapshot, and `null` at its end. */
export type ThreadInput = Uint8Array | null
