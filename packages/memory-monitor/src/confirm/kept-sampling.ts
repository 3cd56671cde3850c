import type { AllocationSampling } from '../platform/allocation-sampling.js'

/** Nothing is known yet of how fast the program allocates: V8's own default for production. */
const INTERVAL_BYTES = 524_288

/** Sampling that goes on between investigations: whoever wants a profile has one at any time. */
export function keptSampling(sampling: AllocationSampling): AllocationSampling & { end(): void } {
  let running = false
  return {
    intervalBytes: INTERVAL_BYTES,
    start() {
      if (running) return undefined
      const refusal = sampling.start(INTERVAL_BYTES)
      running = refusal === undefined
      return refusal
    },
    profile() {
      const profile = sampling.profile()
      running = profile !== undefined
      return profile
    },
    placesOf: (functions) => sampling.placesOf?.(functions) ?? [],
    stop: () => false,
    close: () => sampling.close(),
    end() {
      running = false
      sampling.stop()
    },
  }
}
