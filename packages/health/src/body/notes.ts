import type { Board } from '@plimsoll/core'
import type { ProcessFacts } from '../platform/process-facts.js'
import type { Note } from './health-facts.js'

/** For where nobody else has told it, in better words. */
const THREAD_NOTE: Note = {
  code: 'worker-thread',
  message:
    "This is a worker thread: heap figures are the thread's own, resident memory is the whole process's",
}

/** What is to be known about the figures, each thing once: two suites in one process have the same to say. */
export function notesOf(board: Pick<Board, 'list'>, facts: Pick<ProcessFacts, 'isWorkerThread'>): Note[] {
  const byCode = new Map<string, Note>()
  for (const note of [...board.list('note'), ...(facts.isWorkerThread ? [THREAD_NOTE] : [])]) {
    if (!byCode.has(note.code)) byCode.set(note.code, note)
  }
  return [...byCode.values()]
}
