import { type Board, type BoardSlots, board } from './board.js'
import { countError } from './internal-errors.js'
import type { OnError } from './logger.js'

/** The slots of the board whose entries are functions. */
type AskedSlot = {
  [S in keyof BoardSlots]: BoardSlots[S] extends () => unknown ? S : never
}[keyof BoardSlots]

/**
 * What everybody in a slot of the board answers. One that throws is told to `onError` (default: counted only) and
 * costs the others nothing.
 */
export function askBoard<S extends AskedSlot>(
  slot: S,
  onError: OnError = countError,
  from: Board = board(),
): ReturnType<BoardSlots[S]>[] {
  const answers: ReturnType<BoardSlots[S]>[] = []
  for (const entry of from.list(slot)) {
    try {
      answers.push(entry() as ReturnType<BoardSlots[S]>)
    } catch (error) {
      onError(error)
    }
  }
  return answers
}

/** Whether any part of the process says that it is draining. Errors go to `onError` (default: counted only). */
export function isDraining(onError?: OnError, from?: Board): boolean {
  return askBoard('drain', onError, from).includes(true)
}
