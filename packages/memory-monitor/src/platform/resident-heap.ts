import { getHeapStatistics } from 'node:v8'

/** Bytes of V8's heap that have been written to, of those that it has reserved; about 1 µs. `undefined` elsewhere. */
export function residentHeapBytes(): number | undefined {
  return getHeapStatistics().total_physical_size || undefined
}
