const KILOBYTE = 1024
const MEGABYTE = 1_048_576

/** A size as node-memwatch writes it: `1.78 mb`, `-2.07 kb`, `97 bytes`. */
export function niceSize(bytes: number): string {
  const size = Math.abs(bytes)
  if (size > MEGABYTE) return `${rounded(bytes / MEGABYTE)} mb`
  if (size > KILOBYTE) return `${rounded(bytes / KILOBYTE)} kb`
  return `${Math.round(bytes)} bytes`
}

/** A length of time as node-memwatch writes it: `1h 2m 3s`. */
export function niceDelta(seconds: number): string {
  const whole = Math.round(seconds)
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  return [hours > 0 ? `${hours}h ` : '', minutes > 0 ? `${minutes}m ` : '', `${whole % 60}s`].join('')
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
