import type { HeapSnapshot } from '../heap-snapshot.js'
import type { SnapshotSource } from '../source/open-source.js'
import type { HeapBaseline } from './heap-baseline.js'

/** What can be compared: the path of a snapshot or of a baseline, bytes as they come, or what was read before. */
export type DiffSource = SnapshotSource | HeapSnapshot | HeapBaseline
