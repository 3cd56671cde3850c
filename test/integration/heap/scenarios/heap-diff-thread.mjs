// What HeapDiff sees in a worker thread: the thread's own heap, not the main thread's.
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { HeapDiff, startHeapSampling } from '@plimsoll/heap'

if (isMainThread) {
  class OfMain {}
  globalThis.kept = Array.from({ length: 1000 }, () => new OfMain())
  new Worker(new URL(import.meta.url)).once('message', (told) => process.stdout.write(JSON.stringify(told)))
} else {
  class OfThread {}
  const diff = new HeapDiff()
  await diff.start()
  // An inspector session that ended here would make V8 forget which object is which.
  const sampling = await startHeapSampling()
  globalThis.kept = Array.from({ length: 1000 }, () => new OfThread())
  await sampling.stop()
  const { change, inSequence } = await diff.end()
  const counts = change.classes
    .filter(({ name }) => name.startsWith('Of'))
    .map(({ name, added }) => [name, added])
  parentPort.postMessage({ counts, inSequence })
}
