import type { Kernel } from '../kernel/kernel.js'
import type { SourceFile } from '../source/source-file.js'

/** What a parser is to read, and from where. */
export interface ParserPlan {
  /** `nodes` passes over edges; of a file it stops behind the nodes. */
  readonly parts: 'all' | 'nodes'
  /** Absent for a stream: then what is asked for later is kept while it passes by. */
  readonly file: SourceFile | undefined
  readonly edgeNames: 'keep' | 'drop'
  readonly kernel: Kernel['name'] | undefined
  readonly scratchBytes: (nodeCount: number, edgeCount: number, fromFile: boolean) => number
  readonly windowBytes: number
}
