import type { Session } from 'node:inspector'
import { withBuffersFreedAtOnce } from '@plimsoll/core'
import { type FunctionPlace, functionPlaces } from './function-places.js'
import { post } from './inspector-post.js'

/** Sampling of allocations in this isolate. One at a time: V8 has one sampler. */
export interface AllocationSampling {
  /** Of a sampling that began before `start`: how far its samples lie apart, whatever `start` asks for. */
  readonly intervalBytes?: number
  /** `undefined` when sampling can begin, else why it cannot, in words. */
  start(intervalBytes: number): string | undefined
  /** Collects all garbage and returns the profile of what lives; `undefined` when there is none to be had. */
  profile(): unknown
  /** Where functions begin, by their order; `undefined` for what is none. Takes some tens of microseconds each. */
  placesOf?(functions: readonly object[]): readonly (FunctionPlace | undefined)[]
  /** Collects all garbage once more, without which V8 does not stop; whether it did. */
  stop(): boolean
  /** Gives the inspector back. */
  close(): void
}

/**
 * Samples through an inspector session of its own. Beside another profiler it steps back: V8 lets the later one
 * change what the earlier one measures.
 */
export function allocationSampling(): AllocationSampling {
  // Kept between two samplings: when any session of a thread ends, V8 forgets the ids of all objects, and whoever
  // compares two snapshots meanwhile would find nothing in common.
  let session: Session | undefined
  let sampling = false
  return {
    start(intervalBytes) {
      try {
        // Not imported: a Node that was built without the inspector would refuse the whole suite.
        const inspector = process.getBuiltinModule('node:inspector')
        if (inspector.url() !== undefined) return 'the inspector is open: somebody may be profiling'
        if (session === undefined) {
          session = new inspector.Session()
          session.connect()
        }
        // Asked without having begun: only somebody else's sampling answers, and V8 would let us take it over.
        if (post(session, 'HeapProfiler.getSamplingProfile').error === undefined)
          return 'somebody else is sampling allocations in this process'
        const failed = post(session, 'HeapProfiler.startSampling', { samplingInterval: intervalBytes }).error
        sampling = failed === undefined
        return sampling ? undefined : `V8 refused to sample allocations: ${failed}`
      } catch (error) {
        session = undefined
        return `allocations cannot be sampled: ${error instanceof Error ? error.message : String(error)}`
      }
    },
    profile() {
      const sampled = sampling ? session : undefined
      if (sampled === undefined) return undefined
      const answer = withBuffersFreedAtOnce(() => post(sampled, 'HeapProfiler.getSamplingProfile'))
      // Whoever else stops sampling stops ours.
      sampling = answer.error === undefined
      return (answer.result as { profile?: unknown } | undefined)?.profile
    },
    placesOf: (functions) => (session === undefined ? [] : functionPlaces(session, functions)),
    stop() {
      const stopped = session !== undefined && sampling
      if (stopped) withBuffersFreedAtOnce(() => post(session as Session, 'HeapProfiler.stopSampling'))
      sampling = false
      return stopped
    },
    close() {
      sampling = false
      session?.disconnect()
      session = undefined
    },
  }
}
