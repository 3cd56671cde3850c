import type { Readable } from 'node:stream'
import { SnapshotError } from '../snapshot-error.js'
import { errorOf } from './failure.js'
import type { SnapshotResult, SnapshotTask, ThreadInput, ThreadMessage } from './snapshot-task.js'

/** The part of a worker thread that is used here. */
export interface SnapshotThread {
  on(event: 'message', listener: (message: ThreadMessage) => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'exit', listener: (code: number) => void): unknown
  postMessage(input: ThreadInput, transfer?: readonly ArrayBuffer[]): void
  terminate(): Promise<unknown>
}

export interface SnapshotSeams {
  start(task: SnapshotTask): SnapshotThread
  /** Called once the thread waits for it; may refuse by throwing. */
  snapshot(): Readable
}

export interface TakenSnapshot {
  readonly result: SnapshotResult
  /** The most that the process held while it was taken. */
  readonly peakBytes: number
}

/**
 * Takes a snapshot of this thread's heap and has it read by another thread, piece by piece, while V8 writes it. The
 * thread keeps the process alive until it is done, and is gone when this settles.
 */
export async function takeSnapshot(
  seams: SnapshotSeams,
  task: SnapshotTask,
  signal?: AbortSignal,
): Promise<TakenSnapshot> {
  signal?.throwIfAborted()
  const thread = seams.start(task)
  let stopListening = () => {}
  try {
    return await new Promise<TakenSnapshot>((resolve, reject) => {
      const aborted = () => reject(signal?.reason)
      signal?.addEventListener('abort', aborted, { once: true })
      stopListening = () => signal?.removeEventListener('abort', aborted)
      thread.on('error', reject)
      thread.on('exit', (code) => reject(unexpectedEnd(code)))
      thread.on('message', (message) => {
        if (message.kind === 'failed') reject(errorOf(message.failure))
        else if (message.kind === 'done') resolve(message)
        else if (signal?.aborted !== true) sendAll(seams, thread, reject)
      })
    })
  } finally {
    stopListening()
    await thread.terminate()
  }
}

function sendAll(seams: SnapshotSeams, thread: SnapshotThread, reject: (error: unknown) => void): void {
  try {
    const snapshot = seams.snapshot()
    snapshot.on('error', reject)
    snapshot.on('end', () => thread.postMessage(null))
    snapshot.on('data', (chunk: Uint8Array) => send(thread, chunk))
  } catch (error) {
    reject(error)
  }
}

/** Hands a piece over without a copy where it has a buffer to itself. */
function send(thread: SnapshotThread, chunk: Uint8Array): void {
  const own = chunk.byteLength === chunk.buffer.byteLength ? chunk : new Uint8Array(chunk)
  thread.postMessage(own, [own.buffer as ArrayBuffer])
}

function unexpectedEnd(code: number): SnapshotError {
  return new SnapshotError(
    'ERR_PLIMSOLL_SNAPSHOT_REFUSED',
    `Expected the thread that reads the snapshot to go on, it has ended with code ${code}`,
  )
}
