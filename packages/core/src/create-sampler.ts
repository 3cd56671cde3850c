import { askBoard } from './ask-board.js'
import { countError } from './internal-errors.js'
import { nodePorts } from './platform/node-ports.js'
import { keepTickShape } from './platform/tick-shape.js'
import { ProcessSampler } from './process-sampler.js'
import type { Sampler } from './sampler.js'
import { resolveSamplerOptions, type SamplerOptions } from './sampler-options.js'
import type { SamplerPorts } from './sampler-ports.js'

/**
 * Makes a sampler of its own. Most programs want `sharedSampler()`: one timer for the whole process.
 *
 * `ports` replaces time and readings, in tests.
 */
export function createSampler(options?: SamplerOptions, ports: Partial<SamplerPorts> = {}): Sampler {
  const resolved = resolveSamplerOptions(options)
  const complete = ports.readings && ports.probe && ports.gc && ports.clock
  keepTickShape()
  const real = complete ? undefined : nodePorts(resolved.cgroupRoot)
  return new ProcessSampler(resolved, { onError: countError, sharers, ...real, ...ports } as SamplerPorts)
}

/** Whoever knows how many processes share the container has put it on the board. */
function sharers(): number {
  return Math.max(1, ...askBoard('workers'))
}
