/** A request that is being answered. */
export interface RunningRequest {
  readonly method: string
  /** Without the query, which may hold secrets. */
  readonly path: string
  readonly sinceMs: number
  /** All has been written, and the client takes none of it. */
  readonly unread: boolean
}

/** A connection that has left HTTP behind. */
export interface UpgradedConnection {
  /** `websocket`, or whatever else it was upgraded to; `tunnel` for CONNECT. */
  readonly protocol: string
  readonly path: string
  readonly sinceMs: number
}

/** What a drain still waits for. */
export interface Waiting {
  readonly requests: readonly RunningRequest[]
  readonly upgraded: readonly UpgradedConnection[]
  /** Connections whose next request has begun to arrive, or whose handshake has. */
  readonly arriving: number
  /** Keep-alive connections that get one more answer, should they ask. */
  readonly idle: number
}

/** Whether closing all of it loses nothing that anybody knows of. */
export const isOnlyIdle = ({ requests, upgraded, arriving, idle }: Waiting): boolean =>
  idle > 0 && requests.length + upgraded.length + arriving === 0

const NOTHING: Waiting = { requests: [], upgraded: [], arriving: 0, idle: 0 }

const sum = (a: Waiting, b: Waiting): Waiting => ({
  requests: [...a.requests, ...b.requests],
  upgraded: [...a.upgraded, ...b.upgraded],
  arriving: a.arriving + b.arriving,
  idle: a.idle + b.idle,
})

/** What several servers wait for together. */
export const allWaiting = (each: readonly Waiting[]): Waiting => each.reduce(sum, NOTHING)
