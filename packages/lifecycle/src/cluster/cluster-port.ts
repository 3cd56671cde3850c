import type { Closeable } from '@plimsoll/core'
import type { RestartSignal } from './cluster-messages.js'

/** One worker as the primary sees it. Nothing here throws: a worker that is gone is found out by its exit. */
export interface Member {
  readonly id: number
  readonly pid: number | undefined
  /** Whether somebody has marked its exit as meant, this package or the application. */
  readonly exitExpected: boolean
  send(message: unknown): void
  /** Marks an exit as meant, for others who listen to exits and start new workers. */
  expectExit(): void
  /** Node's own way: closes the worker's listeners and its channel. */
  disconnect(): void
  kill(): void
}

/** What becomes of workers, whoever started them. */
export interface MemberEvents {
  forked(member: Member): void
  listening(id: number): void
  message(id: number, message: unknown): void
  /** The channel is closed: nothing new is handed to this worker. */
  disconnected(id: number): void
  exited(id: number, how: string, failed: boolean): void
}

/** A cluster as its primary sees it. */
export interface PrimaryPort {
  /** Starts a worker. Throws when the system does not let it. */
  fork(): Member
  members(): readonly Member[]
  listen(events: MemberEvents): Closeable
}

/** A cluster as one of its workers sees it. */
export interface WorkerPort {
  /** Resolves when the message is on its way, or nobody is left to read it. */
  send(message: unknown): Promise<void>
  onMessage(listener: (message: unknown) => void): Closeable
  /** Whether there is somebody to answer. */
  isConnected(): boolean
  /** The primary is gone, or has let go of this worker; the listener keeps Node from exiting at once. */
  onDisconnect(listener: (letGo: boolean) => void): Closeable
  /** Keeps a signal from ending this process. */
  ignoreSignal(signal: RestartSignal): Closeable
}
