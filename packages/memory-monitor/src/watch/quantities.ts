import type { Sample } from '@plimsoll/core'
import type { LeakKind } from '../leak-kind.js'
import type { NativeMemory } from './native-memory.js'

/** One value for each quantity that this machine has. */
export type Quantities = Readonly<Partial<Record<LeakKind, number>>>

/** What is counted rather than weighed, and not part of a sample. */
export interface Counts {
  /** Timers, sockets, requests to the system: what keeps an event loop alive. */
  readonly handles: number | undefined
  /** Listeners on `process`. */
  readonly listeners: number | undefined
  /** Connections from outside that are open because whoever is at their other end wants them so. */
  readonly clients?: number
}

/**
 * Takes the quantities out of a sample; the heap with its garbage, which a collection takes away. A connection that a
 * client keeps open is a descriptor and a handle, and nothing that the application could let go.
 */
export function quantitiesOf(
  sample: Sample,
  { handles, listeners, clients = 0 }: Counts,
  native: Pick<NativeMemory, 'bytes'>,
): Quantities {
  const { heapUsedBytes, externalBytes, openDescriptors } = sample
  return {
    heap: heapUsedBytes,
    external: externalBytes,
    ...(native.bytes !== undefined && { native: native.bytes }),
    ...(openDescriptors !== undefined && { descriptors: openDescriptors - clients }),
    ...(handles !== undefined && { handles: handles - clients }),
    ...(listeners !== undefined && { listeners }),
  }
}
