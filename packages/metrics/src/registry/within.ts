import type { Clock } from '@plimsoll/core'

/** Rejects when the promise has not settled in time; what it settles to later is ignored. */
export async function within<T>(promise: T | Promise<T>, deadlineMs: number, clock: Clock): Promise<T> {
  let timer: { close(): void } | undefined
  const deadline = new Promise<never>((_, reject) => {
    const late = new Error(`A metric did not answer within ${deadlineMs} ms`)
    timer = clock.schedule(() => reject(late), deadlineMs)
  })
  try {
    return await Promise.race([promise, deadline])
  } finally {
    timer?.close()
  }
}
