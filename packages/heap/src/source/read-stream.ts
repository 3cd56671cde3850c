import type { SectionReader, SectionSet } from '../parse/section-reader.js'
import { SnapshotError } from '../snapshot-error.js'
import type { BetweenWindows } from './read-file.js'

/** Reads what an iterable yields, and lets go of it when it is given up. */
export async function readStream(
  source: AsyncIterable<Uint8Array>,
  parser: SectionReader<SectionSet>,
  between: BetweenWindows,
  signal: AbortSignal | undefined,
): Promise<void> {
  const aborted = abortion(signal)
  const iterator = source[Symbol.asyncIterator]()
  let ended = false
  try {
    while (!ended) {
      await between(parser.position.bytesRead, undefined)
      const step = await Promise.race([iterator.next(), aborted.promise])
      if (step.done === true) ended = true
      else parser.feed(bytesOf(step.value, parser))
    }
  } finally {
    aborted.forget()
    if (!ended) letGo(source, iterator)
  }
}

/** The iterator of a stream waits for the piece that it was asked for; a stream itself does not. */
function letGo(source: AsyncIterable<Uint8Array>, iterator: AsyncIterator<Uint8Array>): void {
  // Not awaited: a source that never answers would never let go.
  Promise.resolve(iterator.return?.()).catch(() => undefined)
  const { destroy } = source as { destroy?: unknown }
  if (typeof destroy === 'function') destroy.call(source)
}

function bytesOf(value: unknown, parser: SectionReader<SectionSet>): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new SnapshotError(
    'ERR_PLIMSOLL_SNAPSHOT_FORMAT',
    `Expected a source of bytes, got ${typeof value}: a stream needs no encoding`,
    { bytesRead: parser.position.bytesRead },
  )
}

/** A promise that rejects when the signal aborts, for races with what may never settle. */
function abortion(signal: AbortSignal | undefined): { promise: Promise<never>; forget: () => void } {
  let forget = (): void => undefined
  const promise = new Promise<never>((_, reject) => {
    if (signal === undefined) return
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    forget = () => signal.removeEventListener('abort', onAbort)
  })
  promise.catch(() => undefined)
  return { promise, forget }
}
