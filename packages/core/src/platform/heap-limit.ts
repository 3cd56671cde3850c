import { getHeapStatistics } from 'node:v8'
import { resourceLimits } from 'node:worker_threads'
import { heapFlags } from '../heap-flags.js'

const MIB = 1_048_576

/** What was said of the old generation, to the process or to this thread. */
const said = Math.min(
  heapFlags(process.execArgv ?? [], process.env?.NODE_OPTIONS).maxOldSpaceMib ?? Number.POSITIVE_INFINITY,
  resourceLimits?.maxOldGenerationSizeMb ?? Number.POSITIVE_INFINITY,
)

/**
 * How much of V8's heap can be held. V8's own figure counts the young generation on top of what it was told: 48 MiB on
 * Node 20, 192 on 24, so that a heap of `--max-old-space-size=128` would seem to end at 320.
 */
export function heapLimitBytes({ heap_size_limit: limit } = getHeapStatistics(), oldSpaceMib = said): number {
  return oldSpaceMib > 0 ? Math.min(limit, oldSpaceMib * MIB) : limit
}
