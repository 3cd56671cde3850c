import type { Counts } from '../watch/quantities.js'
import { clientConnections } from './client-connections.js'

/** Counts what keeps the event loop alive, and who listens to the process. Some 300 µs for each 1,000 handles. */
export function processCounts(): Counts {
  return {
    handles: process.getActiveResourcesInfo?.().length,
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    clients: clientConnections(),
  }
}
