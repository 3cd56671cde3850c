import { isMainThread } from 'node:worker_threads'
import type { RuntimeFacts } from '../advisor.js'
import { heapFlags } from '../heap-flags.js'

/** What is asked of `process`; other runtimes leave some of it out. */
type Host = Pick<NodeJS.Process, 'versions'> &
  Partial<Pick<NodeJS.Process, 'execArgv' | 'env' | 'allowedNodeEnvironmentFlags'>>

/** Collects what `advise()` needs to know of this process; the limits come from a sample. */
export function runtimeFacts(
  host: Host = process,
): Omit<RuntimeFacts, 'heapLimitBytes' | 'containerLimitBytes'> {
  return {
    runtime: runtimeOf(host.versions),
    isWorkerThread: !isMainThread,
    flags: heapFlags(host.execArgv ?? [], host.env?.NODE_OPTIONS),
    knowsPercentageFlag: host.allowedNodeEnvironmentFlags?.has('--max-old-space-size-percentage') ?? false,
  }
}

function runtimeOf(versions: Partial<Record<string, string>>): RuntimeFacts['runtime'] {
  if (versions.bun !== undefined) return 'bun'
  return versions.deno === undefined ? 'node' : 'deno'
}
