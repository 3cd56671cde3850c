import { isMainThread } from 'node:worker_threads'
import type { RuntimeFacts } from '../advisor.js'
import { heapFlags } from '../heap-flags.js'

/** Collects what `advise()` needs to know of this process; the limits come from a sample. Never throws. */
export function runtimeFacts(): Omit<RuntimeFacts, 'heapLimitBytes' | 'containerLimitBytes'> {
  return {
    runtime: runtime(),
    isWorkerThread: !isMainThread,
    flags: heapFlags(process.execArgv ?? [], process.env.NODE_OPTIONS),
    knowsPercentageFlag: process.allowedNodeEnvironmentFlags?.has('--max-old-space-size-percentage') ?? false,
  }
}

function runtime(): RuntimeFacts['runtime'] {
  const versions: Partial<Record<string, string>> = process.versions
  if (versions.bun !== undefined) return 'bun'
  return versions.deno === undefined ? 'node' : 'deno'
}
