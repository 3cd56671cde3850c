const KIB = 1024
const MIB = 1024 * KIB

/** A size for people: whole MiB, smaller units below 10 MiB, so that no limit reads as 0. */
export function bytesText(bytes: number): string {
  if (bytes >= 10 * MIB) return `${Math.round(bytes / MIB)} MiB`
  if (bytes >= MIB) return `${(bytes / MIB).toFixed(1)} MiB`
  if (bytes >= KIB) return `${Math.round(bytes / KIB)} KiB`
  return bytes === 1 ? '1 byte' : `${Math.round(bytes)} bytes`
}

/** A ratio for people, in percent. Beyond ten times a limit nobody needs the digits. */
export function percentText(ratio: number): string {
  return ratio > 10 ? 'more than 1000 %' : `${Math.round(ratio * 100)} %`
}
