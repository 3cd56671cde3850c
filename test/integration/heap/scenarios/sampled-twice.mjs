// Somebody else's profiler beside ours: before, and after.
import { Session } from 'node:inspector'
import { startHeapSampling } from '@plimsoll/heap'

const theirs = new Session()
theirs.connect()
const post = (method, params) =>
  new Promise((resolve, reject) => {
    theirs.post(method, params, (error, answer) => (error ? reject(error) : resolve(answer)))
  })
const codeOf = (promise) =>
  promise.then(
    () => 'none',
    ({ code }) => code,
  )

await post('HeapProfiler.startSampling', { samplingInterval: 16_384 })
const refused = await codeOf(startHeapSampling())
const { profile } = await post('HeapProfiler.stopSampling')

const ours = await startHeapSampling()
await post('HeapProfiler.startSampling', {})
await post('HeapProfiler.stopSampling', {})
const ended = await codeOf(ours.read())
process.stdout.write(JSON.stringify({ refused, theirsWentOn: profile.head !== undefined, ended }))
