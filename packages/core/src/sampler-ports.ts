import type { Clock } from './clock.js'
import type { GcSource } from './gc-source.js'
import type { OnError } from './logger.js'
import type { MemoryProbe, Reading } from './reading.js'

/** Where the outside world enters a sampler. */
export interface SamplerPorts {
  readonly clock: Clock
  readonly readings: readonly Reading[]
  readonly probe: MemoryProbe
  readonly gc: GcSource
  /** What cannot be read on this machine, in words. */
  readonly problems?: () => readonly string[]
  /** How many processes share the container, as far as somebody has told. */
  readonly sharers?: () => number
  readonly onError: OnError
}
