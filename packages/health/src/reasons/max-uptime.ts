import type { ReasonSource } from './reason-source.js'

export interface UptimeLimit {
  /** `false` for no limit. */
  readonly maxUptimeMs: number | false
  readonly maxUptimeJitterRatio: number
}

const hours = (ms: number): string => `${(ms / 3_600_000).toFixed(1)} h`

/**
 * Asks for a restart when the process has run long enough.
 *
 * The jitter is drawn once, and only shortens: replicas that were deployed together must not all be due in the
 * same minute, and none may run for longer than was allowed.
 */
export function maxUptime(limit: UptimeLimit, uptimeMs: () => number, random: () => number): ReasonSource {
  if (limit.maxUptimeMs === false) return () => undefined
  const dueMs = limit.maxUptimeMs * (1 - limit.maxUptimeJitterRatio * random())
  return () => {
    const upMs = uptimeMs()
    if (upMs < dueMs) return undefined
    return {
      status: 'needs-restart',
      code: 'max-uptime',
      message: `The process has run for ${hours(upMs)} and was due for a restart at ${hours(dueMs)}`,
    }
  }
}
