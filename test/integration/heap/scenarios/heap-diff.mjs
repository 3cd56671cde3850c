// Leaks a known number of objects between start() and end().
import { HeapDiff } from '@plimsoll/heap'

class Leaky {
  constructor(index) {
    this.index = index
  }
}
const leaks = []
globalThis.leaks = leaks

const diff = new HeapDiff()
const before = await diff.start()
for (let index = 0; index < 5000; index += 1) leaks.push(new Leaky(index))
const { change, clusters } = await diff.end({ clusters: process.argv[2] === 'clusters' })
const leaky = change.classes.find(({ name }) => name === 'Leaky')
process.stdout.write(JSON.stringify({ before, leaky, first: clusters?.[0] }))
