import type { Closeable } from '@plimsoll/core'

/** What a primary needs of its workers. */
export interface PrimaryPort {
  /** Ids of the workers whose channel is open. */
  workerIds(): readonly number[]
  /** Never throws: a worker that is gone is found out by its silence. */
  send(workerId: number, message: unknown): void
  onMessage(listener: (workerId: number, message: unknown) => void): Closeable
  onExit(listener: (workerId: number) => void): Closeable
}

/** What a worker needs of its primary. */
export interface WorkerPort {
  /** Never throws. */
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): Closeable
}
