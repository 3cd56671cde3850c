import { checkCount } from './check-count.js'
import { STACK_DEPTH } from './heap-profile.js'

export interface HeapSamplingOptions {
  /**
   * Bytes between two samples, on average. Half of it doubles both the cost and the detail.
   *
   * @default 131072
   */
  readonly intervalBytes?: number
  /**
   * Functions kept of each stack, the innermost. Before Node 26 V8 always keeps 128.
   *
   * @default 64
   */
  readonly stackDepth?: number
}

export function resolveSamplingOptions(options: HeapSamplingOptions): Required<HeapSamplingOptions> {
  const { intervalBytes = 131_072, stackDepth = STACK_DEPTH } = options
  // An interval of 0 ends the process.
  checkCount('intervalBytes', intervalBytes, 1024, 2 ** 30)
  checkCount('stackDepth', stackDepth, 1, 1000)
  return Object.freeze({ intervalBytes, stackDepth })
}
