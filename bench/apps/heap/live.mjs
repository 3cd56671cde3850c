// A process with a heap of small objects that takes snapshots of itself, in turns: V8's text thrown away (twice, so
// that one is the control), ours, which a thread reads meanwhile, and what ours adds alone: a thread that is sent the
// text of a snapshot that was taken before. Prints what each took of the main thread.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { getHeapSnapshot } from 'node:v8'
import { HeapDiff } from '@plimsoll/heap'
import { takeSnapshot } from '../../../packages/heap/dist/esm/live/take-snapshot.js'
import { startSnapshotThread } from '../../../packages/heap/dist/esm/platform/snapshot-thread.js'

const [megabytes, rounds] = process.argv.slice(2).map(Number)
const status = `/proc/self/task/${process.pid}/schedstat`

// 185 bytes each: an object with a number, a short string and an array of one.
const kept = []
for (let index = 0; index < (megabytes * 1e6) / 185; index += 1) {
  kept.push({ index, inner: { text: `text ${index}` }, list: [index] })
}
globalThis.kept = kept

/** Time on the CPU of this thread alone, whatever else the machine does. */
const mainThreadMs = () => Number(readFileSync(status, 'utf8').split(' ')[0]) / 1e6

/** V8 alone: it collects garbage, walks the heap and writes, and nobody looks at the text. */
async function thrownAway() {
  await once(getHeapSnapshot().resume(), 'end')
}

/** All pieces at once, as V8 gives them. */
function replay(pieces) {
  return new Readable({
    read() {
      for (const piece of pieces) this.push(piece)
      this.push(null)
    },
  })
}

const pieces = []
for await (const piece of getHeapSnapshot()) pieces.push(piece)
const copies = () => pieces.map((piece) => new Uint8Array(piece))

const diff = new HeapDiff({ force: true })
const contenders = {
  control: [thrownAway],
  v8: [thrownAway],
  unsent: [(text) => once(replay(text).resume(), 'end'), copies],
  sent: [
    (text) =>
      takeSnapshot({ start: startSnapshotThread, snapshot: () => replay(text) }, { kind: 'summarize' }),
    copies,
  ],
  summary: [() => diff.start()],
  difference: [() => diff.end()],
  clusters: [() => diff.end({ clusters: true })],
}

// There is nothing to compare with before the first.
await diff.start()
for (let round = 0; round <= rounds; round += 1) {
  const told = {}
  const all = Object.entries(contenders)
  // Each comes first in turn: what one leaves behind is in the way of the next.
  for (const [name, [take, prepare]] of all.map((_, index) => all[(index + round) % all.length])) {
    const prepared = prepare?.()
    const mainMs = mainThreadMs()
    const { nodes } = (await take(prepared)) ?? {}
    told[name] = { mainMs: mainThreadMs() - mainMs, nodes }
  }
  // The first round compiles what the others run.
  if (round > 0) process.stdout.write(`${JSON.stringify(told)}\n`)
}
