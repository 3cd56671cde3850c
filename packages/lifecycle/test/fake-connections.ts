import type { Connections } from '../src/connections/connections.js'
import type { Waiting } from '../src/connections/waiting.js'

/** Connections that a test opens and closes by hand, with all that was asked of them. */
export interface FakeConnections extends Connections {
  readonly calls: readonly string[]
  /** Whether something is open that does not end by itself: a request, a connection without one, the listener. */
  open: boolean | 'idle' | 'listener'
}

const BUSY: Waiting = {
  requests: [{ method: 'POST', path: '/orders', sinceMs: 0, unread: false }],
  upgraded: [],
  arriving: 0,
  idle: 0,
}
const IDLE: Waiting = { requests: [], upgraded: [], arriving: 0, idle: 1 }
const NOTHING: Waiting = { requests: [], upgraded: [], arriving: 0, idle: 0 }

export function fakeConnections(): FakeConnections {
  const calls: string[] = []
  const fake = {
    calls,
    open: false as FakeConnections['open'],
    get waiting() {
      if (fake.open === 'idle') return IDLE
      return fake.open === true ? BUSY : NOTHING
    },
    get empty() {
      return !fake.open
    },
    announce: () => void calls.push('announce'),
    drain: () => void calls.push('drain'),
    sweep: () => {},
    cutOff: () => {
      calls.push('cut off')
      fake.open = false
    },
    close: () => void calls.push('close'),
  }
  return fake
}
