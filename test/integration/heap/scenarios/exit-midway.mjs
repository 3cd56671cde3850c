// Ends while a snapshot is being taken: by the book, or once the thread has begun to read.
import { HeapDiff } from '@plimsoll/heap'

const abort = new AbortController()
const aborted = await new HeapDiff()
  .start({ signal: AbortSignal.abort(new Error('never mind')) })
  .catch((error) => error.message)
const midway = new HeapDiff().start({ signal: abort.signal }).catch((error) => error.message)
// The pause comes between the two.
setTimeout(() => abort.abort(new Error('too late')), 0)
const late = await midway
process.stdout.write(JSON.stringify({ aborted, late }))
void new HeapDiff().start()
setTimeout(() => process.exit(7), 100)
