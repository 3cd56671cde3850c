// A process with a heap of small objects that takes snapshots of itself, in turns: V8's text thrown away (twice, so
// that one is the control), and ours, which a thread reads meanwhile. Prints what each took of the main thread.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { getHeapSnapshot } from 'node:v8'
import { HeapDiff } from '@plimsoll/heap'

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

const diff = new HeapDiff({ force: true })
const contenders = {
  control: thrownAway,
  v8: thrownAway,
  summary: () => diff.start(),
  difference: () => diff.end(),
  clusters: () => diff.end({ clusters: true }),
}

for (let round = 0; round <= rounds; round += 1) {
  const told = {}
  for (const [name, take] of Object.entries(contenders)) {
    const mainMs = mainThreadMs()
    const { nodes } = (await take()) ?? {}
    told[name] = { mainMs: mainThreadMs() - mainMs, nodes }
  }
  // The first round compiles what the others run.
  if (round > 0) process.stdout.write(`${JSON.stringify(told)}\n`)
}
