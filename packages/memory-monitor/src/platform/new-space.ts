import { getHeapSpaceStatistics } from 'node:v8'

/** Bytes that are allocated between two scavenges, about; 1 to 4 µs. */
export function newSpaceBytes(): number {
  const space = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')
  // Half of it is for what survives.
  return (space?.space_size ?? 16 * 2 ** 20) / 2
}
