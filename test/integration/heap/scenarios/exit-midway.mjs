// Gives up before a snapshot is taken, and ends the process as soon as the pause for one is over, while the thread
// still reads.
import { HeapDiff } from '@plimsoll/heap'

const messageOf = (promise) =>
  promise.then(
    () => 'nothing',
    ({ message }) => message,
  )
const aborted = await messageOf(new HeapDiff().start({ signal: AbortSignal.abort(new Error('never mind')) }))
const abort = new AbortController()
const beforePause = messageOf(new HeapDiff().start({ signal: abort.signal }))
abort.abort(new Error('too late'))
process.stdout.write(JSON.stringify({ aborted, late: await beforePause }))

globalThis.kept = Array.from({ length: 50_000 }, (_, index) => ({ index, next: [index] }))
let lastMs = performance.now()
setInterval(() => {
  const nowMs = performance.now()
  if (nowMs - lastMs > 100) process.exit(7)
  lastMs = nowMs
}, 1)
await new HeapDiff().start()
process.exit(8)
