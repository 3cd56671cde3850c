import type { Clock, Logger } from '@plimsoll/core'
import { fromPrimary } from './cluster-messages.js'
import type { Entry, Roster } from './roster.js'
import { waitUntil } from './wait-until.js'

/** What a worker is told when it has to go. */
export interface DrainOrder {
  readonly reason: string
  readonly preStopDelayMs?: number
}

export interface RetirePorts {
  readonly roster: Roster
  readonly clock: Clock
  readonly logger: Logger
  /** For workers that do not say how long they may take. */
  readonly drainTimeoutMs: number
}

/** A worker whose loop is not blocked answers within milliseconds. */
const ANSWER_MS = 2000
/** What a worker may take beyond its own deadline: it ends itself then, unless its loop is blocked. */
const GRACE_MS = 2000
const KILL_MS = 5000
/** What a primary may take beyond the deadline of its workers, before all of them are gone. */
export const LONGEST_MARGIN_MS = ANSWER_MS + GRACE_MS + KILL_MS

export const isGone = (entry: Entry): boolean => entry.state.name === 'gone'

/** Has a worker finish and exit, by force if need be. Resolves when it is gone, to whether it went by itself. */
export async function retire(entry: Entry, order: DrainOrder, ports: RetirePorts): Promise<boolean> {
  const { roster, logger, drainTimeoutMs } = ports
  const { member } = entry
  if (isGone(entry)) return true
  roster.move(entry, 'retiring')
  member.expectExit()
  if (entry.knowsProtocol) member.send(fromPrimary({ word: 'drain', ...order }))
  const heard =
    entry.knowsProtocol &&
    (await waitUntil(() => entry.withinMs !== undefined || isGone(entry), ANSWER_MS, ports))
  // Node's own way out is understood by every worker; on top of an order that is late it does no harm.
  if (!heard) member.disconnect()
  const withinMs = (entry.withinMs ?? entry.ownTimeoutMs ?? drainTimeoutMs) + GRACE_MS
  if (await waitUntil(() => isGone(entry), withinMs, ports)) return endedWell(entry, order, logger)
  logger.warn(
    `worker ${member.id} (pid ${member.pid}) was to finish (${order.reason}) and is still there ` +
      `after ${withinMs} ms: it is killed, with whatever it was doing`,
  )
  member.kill()
  await waitUntil(() => isGone(entry), KILL_MS, ports)
  return false
}

/** Ends a worker that did not become ready: it may have begun something all the same, or hang. */
export async function discard(entry: Entry, ports: RetirePorts): Promise<void> {
  const { member } = entry
  ports.roster.move(entry, 'retiring')
  member.expectExit()
  member.disconnect()
  if (await waitUntil(() => isGone(entry), ANSWER_MS, ports)) return
  member.kill()
  await waitUntil(() => isGone(entry), KILL_MS, ports)
}

function endedWell({ state, member }: Entry, { reason }: DrainOrder, logger: Logger): boolean {
  if (state.name !== 'gone' || !state.failed) return true
  logger.warn(
    `worker ${member.id} (pid ${member.pid}) was to finish (${reason}) and did not end well: ${state.how}`,
  )
  return false
}
