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
}

/** Takes the quantities out of a sample; the heap with its garbage, which a collection takes away. */
export function quantitiesOf(
  sample: Sample,
  { handles, listeners }: Counts,
  native: Pick<NativeMemory, 'bytes'>,
): Quantities {
  const { heapUsedBytes, externalBytes, openDescriptors } = sample
  return {
    heap: heapUsedBytes,
    external: externalBytes,
    ...(native.bytes !== undefined && { native: native.bytes }),
    ...(openDescriptors !== undefined && { descriptors: openDescriptors }),
    ...(handles !== undefined && { handles }),
    ...(listeners !== undefined && { listeners }),
  }
}
