import type { AllocationSampling } from '../platform/allocation-sampling.js'

/** Nothing is known yet of how fast the program allocates: V8's own default for production. */
const INTERVAL_BYTES = 524_288

/** Sampling that goes on between investigations, so that the next one knows also of what was allocated before it. */
export function keptSampling(sampling: AllocationSampling): AllocationSampling & { end(): void } {
  let refusal: string | undefined
  let running = false
  return {
    start() {
      if (running) return undefined
      refusal = sampling.start(INTERVAL_BYTES)
      running = refusal === undefined
      return refusal
    },
    profile: () => sampling.profile(),
    stop() {},
    close: () => sampling.close(),
    end() {
      running = false
      sampling.stop()
    },
  }
}
