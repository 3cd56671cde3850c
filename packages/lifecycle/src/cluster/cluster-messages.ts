/**
 * What the primary and its workers tell each other over the cluster's channel.
 *
 * The protocol only ever grows: a word that is not known is passed over, a field that is not known is not
 * read, so that two versions get along while one replaces the other.
 */
const FROM_PRIMARY = 'plimsoll:primary'
const FROM_WORKER = 'plimsoll:worker'

/** Signals that restart the workers one by one. */
export const RESTART_SIGNALS = ['SIGHUP', 'SIGUSR2'] as const
export type RestartSignal = (typeof RESTART_SIGNALS)[number]

/** What the primary says. */
export type PrimaryWord =
  /** To a worker that was there before somebody looked after it: say hello. */
  | { readonly word: 'who' }
  /**
   * Answers `hello`: this worker is drained by its primary, and so many workers share the container. The signal
   * is for the primary alone, and may reach the whole group.
   */
  | { readonly word: 'welcome'; readonly workers: number; readonly restartSignal?: RestartSignal }
  /** Takes the welcome back: nobody drains this worker any more. */
  | { readonly word: 'release' }
  /** Answers `restart`: it did not come about, go on serving. */
  | { readonly word: 'stay' }
  /** Finish what runs, and exit. Without `preStopDelayMs` the worker's own delay holds. */
  | { readonly word: 'drain'; readonly reason: string; readonly preStopDelayMs?: number }
  /** Answers `flush`: whatever connection was on its way has arrived before this. */
  | { readonly word: 'flushed'; readonly token: number }

/** What a worker says. */
export type WorkerWord =
  /** Its drain may take so many milliseconds, should it be unable to say so then. */
  | { readonly word: 'hello'; readonly withinMs?: number }
  /** It serves. */
  | { readonly word: 'ready' }
  /** It has begun to drain and will be gone within that time, with whatever force that takes. */
  | { readonly word: 'draining'; readonly withinMs?: number }
  /** It asks to be replaced. */
  | { readonly word: 'restart'; readonly reason: string }
  /** It closes its listeners, or has, and asks for the connections that were handed to it until now. */
  | { readonly word: 'flush'; readonly token: number }
  /** Its last word: when this is on its way, so is all that was said before. */
  | { readonly word: 'bye' }

export const fromPrimary = (word: PrimaryWord) => ({ type: FROM_PRIMARY, ...word })
export const fromWorker = (word: WorkerWord) => ({ type: FROM_WORKER, ...word })

const isFrom = (message: unknown, type: string): message is Record<string, unknown> =>
  typeof message === 'object' && message !== null && (message as { type?: unknown }).type === type

const isTime = (value: unknown): value is number => Number.isFinite(value) && (value as number) >= 0

/** Reads what a primary said; `undefined` for anything else, the application's own messages above all. */
export function readPrimaryWord(message: unknown): PrimaryWord | undefined {
  if (!isFrom(message, FROM_PRIMARY)) return undefined
  const { word, workers, reason, preStopDelayMs, token } = message
  if (word === 'who' || word === 'release' || word === 'stay') return { word }
  if (word === 'welcome' && Number.isInteger(workers)) {
    const restartSignal = RESTART_SIGNALS.find((each) => each === message.restartSignal)
    return { word, workers: workers as number, ...(restartSignal !== undefined && { restartSignal }) }
  }
  if (word === 'drain') {
    const delay = isTime(preStopDelayMs) ? { preStopDelayMs } : {}
    return { word, reason: typeof reason === 'string' ? reason : 'the primary asked', ...delay }
  }
  if (word === 'flushed' && Number.isInteger(token)) return { word, token: token as number }
  return undefined
}

/** Reads what a worker said; `undefined` for anything else. */
export function readWorkerWord(message: unknown): WorkerWord | undefined {
  if (!isFrom(message, FROM_WORKER)) return undefined
  const { word, withinMs, reason, token } = message
  if (word === 'ready' || word === 'bye') return { word }
  if (word === 'hello' || word === 'draining') return { word, ...(isTime(withinMs) && { withinMs }) }
  if (word === 'restart') return { word, reason: typeof reason === 'string' ? reason : 'no reason given' }
  if (word === 'flush' && Number.isInteger(token)) return { word, token: token as number }
  return undefined
}
