import type { HeapProfile } from '../profile/heap-profile.js'
import { readHeapProfile } from '../profile/read-heap-profile.js'
import { type HeapSamplingOptions, resolveSamplingOptions } from '../profile/sampling-options.js'
import { SnapshotError } from '../snapshot-error.js'
import { type InspectorSession, inspectorSession } from './inspector-session.js'

/** The sampling of this thread's allocations, while it runs. Does not keep the process alive. */
export interface HeapSampling {
  readonly intervalBytes: number
  /**
   * Who allocated what is alive now. V8 collects all garbage first: a pause of a full GC, each time.
   *
   * Rejects with `ERR_PLIMSOLL_PROFILE_BUSY` when it has been ended: by `stop()`, or by somebody else, which V8
   * lets them do.
   */
  read(): Promise<HeapProfile>
  /** Ends the sampling with a last `read()`, at the same price. */
  stop(): Promise<HeapProfile>
  /** Ends the sampling, whoever ended it before; takes a full GC, too. */
  close(): void
  [Symbol.dispose](): void
}

/**
 * Begins to sample the allocations of this thread, at 1 to 10 microseconds for each `intervalBytes` allocated: at
 * 100 MB/s under 1 % of a core.
 *
 * V8 has one sampling profiler for each thread. Where it runs already, for DevTools or an APM, this rejects with
 * `ERR_PLIMSOLL_PROFILE_BUSY` and leaves it alone, at the cost of one GC; where there is no inspector, with
 * `ERR_PLIMSOLL_SNAPSHOT_REFUSED`.
 */
export async function startHeapSampling(options: HeapSamplingOptions = {}): Promise<HeapSampling> {
  const { intervalBytes, stackDepth } = resolveSamplingOptions(options)
  const session = await inspectorSession()
  if ((await profileBy(session, 'HeapProfiler.getSamplingProfile')) !== undefined) {
    throw busy(
      'The heap of this thread is being sampled already: by DevTools, an APM, this program, or a memory monitor that ' +
        'looks into a suspicion, which ends by itself',
    )
  }
  await session.post('HeapProfiler.startSampling', { samplingInterval: intervalBytes, stackDepth })
  let ended = false
  const take = async (method: string): Promise<HeapProfile> => {
    const profile = ended ? undefined : await profileBy(session, method)
    if (profile === undefined) throw busy('The sampling of the heap of this thread has been ended')
    return readHeapProfile(profile)
  }
  const stop = async (): Promise<HeapProfile> => {
    const last = take('HeapProfiler.stopSampling')
    ended = true
    return last
  }
  const close = (): void => void stop().catch(() => undefined)
  const read = (): Promise<HeapProfile> => take('HeapProfiler.getSamplingProfile')
  return { intervalBytes, read, stop, close, [Symbol.dispose]: close }
}

/** `undefined` while nobody samples. */
async function profileBy(session: InspectorSession, method: string): Promise<unknown> {
  try {
    return ((await session.post(method)) as { readonly profile?: unknown }).profile
  } catch (error) {
    if (error instanceof Error && error.message.includes('not started')) return undefined
    throw error
  }
}

function busy(message: string): SnapshotError {
  return new SnapshotError('ERR_PLIMSOLL_PROFILE_BUSY', message)
}
