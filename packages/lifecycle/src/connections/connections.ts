import { allWaiting, type Waiting } from './waiting.js'

/** What is open, as a drain sees it: of one server or of several. */
export interface Connections {
  readonly waiting: Waiting
  /** Whether nothing is left that a drain would wait for. */
  readonly empty: boolean
  /** From now on answers close their connections. Everybody is served. */
  announce(): void
  /** Takes no new connections, and says goodbye to those that can be told. */
  drain(): void
  /** Looks at what has come to rest since the last time, and closes it. To be called every few moments. */
  sweep(): void
  /** Closes everything, finished or not. */
  cutOff(): void
  /** Stops watching. */
  close(): void
}

/** Several as one. */
export function allConnections(each: readonly Connections[]): Connections {
  const all = (act: (connections: Connections) => void) => (): void => {
    for (const connections of each) act(connections)
  }
  return {
    get waiting() {
      return allWaiting(each.map(({ waiting }) => waiting))
    },
    get empty() {
      return each.every(({ empty }) => empty)
    },
    announce: all((connections) => connections.announce()),
    drain: all((connections) => connections.drain()),
    sweep: all((connections) => connections.sweep()),
    cutOff: all((connections) => connections.cutOff()),
    close: all((connections) => connections.close()),
  }
}
