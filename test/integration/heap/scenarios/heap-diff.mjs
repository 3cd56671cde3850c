// Leaks a known number of objects between start() and end(), while somebody else has the inspector.
import { Session } from 'node:inspector'
import { HeapDiff } from '@plimsoll/heap'

class Leaky {
  constructor(index) {
    this.index = index
  }
}
const registry = { leaks: [] }
globalThis.registry = registry

const theirs = new Session()
theirs.connect()
const post = (method, params = {}) =>
  new Promise((resolve, reject) => {
    theirs.post(method, params, (error, answer) => (error ? reject(error) : resolve(answer)))
  })
await post('Debugger.enable')
await post('HeapProfiler.enable')
await post('HeapProfiler.startTrackingHeapObjects')
await post('HeapProfiler.startSampling')

const forgotten = new HeapDiff()
const starting = forgotten.start()
forgotten.close()
await starting
const closed = await forgotten.end().catch(({ message }) => message)

const diff = new HeapDiff()
const before = await diff.start()
for (let index = 0; index < 5000; index += 1) registry.leaks.push(new Leaky(index))
const { change, clusters, inSequence } = await diff.end({ clusters: true })
const leaky = change.classes.find(({ name }) => name === 'Leaky')
const [first] = clusters
const oursAsTheirs = clusters
  .filter(({ owner, path }) => owner === 'application' && /HeapDiff|Snapshot/.test(path.join()))
  .map(({ path }) => path)
const theirProfile = await post('HeapProfiler.getSamplingProfile')
// Tracking, theirs, would keep the process alive.
theirs.disconnect()
const theirsGoOn = theirProfile.profile.head !== undefined
process.stdout.write(JSON.stringify({ before, leaky, first, oursAsTheirs, closed, inSequence, theirsGoOn }))
