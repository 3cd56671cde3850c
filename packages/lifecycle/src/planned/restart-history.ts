/** A planned restart that took place. */
export interface PastRestart {
  /** Wall clock, milliseconds since 1970. */
  readonly atMs: number
  /** How long the process had run by then. */
  readonly uptimeMs: number
}

/** A process that starts so soon after a planned restart was started by it. */
const SUCCESSION_MS = 600_000
/** A wall clock that was set back a little breaks no chain. */
const CLOCK_STEP_MS = 60_000
const KEPT = 20
const MOST_BYTES = 64 * 1024

/** Where the history is kept between processes. */
export interface HistoryStore {
  read(): string | undefined
  write(text: string): void
}

const isPast = (value: unknown): value is PastRestart => {
  const { atMs, uptimeMs } = (value ?? {}) as Partial<PastRestart>
  return Number.isFinite(atMs) && Number.isFinite(uptimeMs) && (uptimeMs as number) >= 0
}

/** Reads what a store holds; what nobody of ours wrote counts for nothing. */
export function readHistory(text: string | undefined): readonly PastRestart[] {
  if (text === undefined || text.length > MOST_BYTES) return []
  try {
    const parsed: unknown = JSON.parse(text)
    return Array.isArray(parsed) ? parsed.filter(isPast).slice(-KEPT) : []
  } catch {
    return []
  }
}

export function writeHistory(history: readonly PastRestart[], restart: PastRestart): string {
  const kept = [...history, restart].slice(-KEPT)
  return JSON.stringify(kept.map(({ atMs, uptimeMs }) => ({ atMs, uptimeMs })))
}

/** The restarts that led to this process, one after the other: whoever deployed in between began anew. */
function chainTo(startedAtMs: number, history: readonly PastRestart[]): readonly PastRestart[] {
  const chain: PastRestart[] = []
  let startMs = startedAtMs
  for (const past of [...history].reverse()) {
    const gapMs = startMs - past.atMs
    // Another process of the same program, a worker beside this one.
    if (gapMs < -CLOCK_STEP_MS) continue
    if (gapMs > SUCCESSION_MS) break
    chain.unshift(past)
    startMs = past.atMs - past.uptimeMs
  }
  return chain
}

/**
 * How long a process has to run before its next planned restart.
 *
 * When it is due again as soon as it may be, restarting did not help, and the interval doubles up to a maximum;
 * once it has run for twice the interval it helped.
 */
export function requiredUptimeMs(
  history: readonly PastRestart[],
  startedAtMs: number,
  limits: { readonly minIntervalMs: number; readonly maxIntervalMs: number },
): number {
  let requiredMs = limits.minIntervalMs
  for (const { uptimeMs } of chainTo(startedAtMs, history)) {
    const helped = uptimeMs >= 2 * requiredMs
    requiredMs = helped ? limits.minIntervalMs : Math.min(2 * requiredMs, limits.maxIntervalMs)
  }
  return requiredMs
}
